import type { ComponentCatalog } from '../component.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import type { PipelineGraph } from '../graph.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { findNodeAt, type SourceNode } from '../text/source-node.ts';
import type { KnownStructure } from './known-structure.ts';
import type { Reporter } from './reporter.ts';
import type { TemplateSite } from './template-sites.ts';

/** What every check of a document is given. */
export interface CheckContext {
  readonly text: string;
  readonly components: ComponentCatalog;
  readonly document: DocumentReading;
  readonly reporter: Reporter;
  readonly graph: PipelineGraph;
  readonly structure: KnownStructure;
  /** The readings of the stages that take part, by id. */
  readonly readings: ReadonlyMap<string, StageReading>;
  readonly sites: readonly TemplateSite[];
  /** All ids in the document, in lower case, also those of stages that do not take part. */
  readonly takenIds: ReadonlySet<string>;
}

/** The node in the text of a pointer into a stage's canonical config. */
export function configNode(reading: StageReading, pointer: string): SourceNode | undefined {
  const [key, ...rest] = pointerSegments(pointer);
  const top = key === undefined ? undefined : reading.config.get(key)?.value;
  return top && findNodeAt(top, rest);
}
