import type { Json, Run } from '@flowmason/pipeline-schema';
import { createContext, useContext } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import type { PipelineDocument } from '../../model/document/pipeline-document.ts';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import type { SampleSource } from '../../model/fields/scope-sample.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** What the fields of an inspector belong to. */
export interface Inspected {
  readonly opened: OpenedPipeline;
  /** Undefined for the fields of the pipeline itself. */
  readonly stageId: string | undefined;
  /** What expressions are tried on. */
  readonly source: SampleSource;
  /** The run whose outputs completion knows, be it tried on or not. */
  readonly knownRun: Run | undefined;
}

/** Given by the inspector to all fields in it. */
export const InspectedContext = createContext<Inspected | undefined>(undefined);

/** What the field stands for; only inside an inspector. */
export function useInspected(): Inspected {
  const inspected = useContext(InspectedContext);
  if (!inspected) throw new Error('a field stands outside an inspector');
  return inspected;
}

/** The text of the document as it is now, and whether what is shown was read from it. */
export function useIsCurrent(): boolean {
  const { opened } = useInspected();
  return useEditorStore(({ edited }) => edited === undefined || edited.text === opened.reading.text);
}

/** A value of the canonical document, by its path. */
export function useFieldValue(path: FieldPlace['path']): Json | undefined {
  const { opened, stageId } = useInspected();
  return valueAt(opened, { stageId, path });
}

/** The same of any document. */
export function valueAt(
  { reading: { pipeline }, graph }: PipelineDocument,
  { stageId, path }: FieldPlace,
): Json | undefined {
  const root: unknown = stageId === undefined ? pipeline : graph?.stages.get(stageId);
  // Pipelines and stages are JSON but for what is absent.
  return path.reduce<unknown>((value, step) => memberOf(value, step), root) as Json | undefined;
}

function memberOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[step];
}
