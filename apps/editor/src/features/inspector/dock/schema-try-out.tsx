import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { JSON_FORMAT } from '../../../model/fields/field-format.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { tryJsonSchema } from '../../../model/fields/preview-try.ts';
import { previewValue } from '../../../model/fields/preview-value.ts';
import { sampleOfSchema } from '../../../model/fields/scope-sample-value.ts';
import { trySample } from '../../../model/fields/try-sample.ts';
import { useFieldValue, useInspected } from '../inspected.ts';
import { SampleField } from './sample-field.tsx';
import { useOwnSample } from './use-own-sample.ts';

/** Tries a JSON Schema on a value: the data of its stage, or whatever a person writes. */
export function SchemaTryOut({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const schema = useFieldValue(path);
  const [own, keepOwn] = useOwnSample(path);
  const sample = trySample(own, useProposedValue(path, schema));
  return (
    <>
      <SampleField label="Try a value" sample={sample} onChange={keepOwn} />
      {isJsonObject(schema) && sample.text.trim() !== '' && <Verdict schema={schema} text={sample.text} />}
    </>
  );
}

function useProposedValue(path: FieldPlace['path'], schema: Json | undefined): Parameters<typeof trySample>[1] {
  const { opened, stageId, source } = useInspected();
  const data = useFieldValue(DATA);
  const sample = useFieldValue(SAMPLE);
  const preview = useMemo(
    () =>
      stageId === undefined ? undefined : previewValue(opened, { stageId, path: DATA }, { ...source, value: data }),
    [opened, stageId, source, data],
  );
  if (path[0] === 'input_schema') return { preview: undefined, data: sample ?? sampleOfSchema(schema) };
  if (path.at(-1) === 'schema') return { preview, data };
  return { preview: undefined, data: sampleOfSchema(schema) };
}

const DATA = ['config', 'data'] as const;
const SAMPLE = ['sample_input'] as const;

function Verdict({ schema, text }: { readonly schema: Json; readonly text: string }): ReactNode {
  const read = JSON_FORMAT.parse(text);
  if ('fault' in read) return <p className="text-failed text-xs">{read.fault}</p>;
  const found = tryJsonSchema(schema, read.value ?? null);
  if (found.kind === 'error') return <p className="text-failed text-xs">{found.message}</p>;
  if (found.kind === 'fits') {
    return (
      <p className="flex items-center gap-1.5 text-succeeded text-xs">
        <CircleCheck size={13} /> The value fits the schema.
      </p>
    );
  }
  return (
    <ul aria-label="Problems of the value" className="text-failed text-xs">
      {found.problems.slice(0, SHOWN).map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          <code className="mr-1.5 font-mono text-2xs">{pointer === '' ? 'the value' : pointer}</code>
          {message}
        </li>
      ))}
      {found.problems.length > SHOWN && <li>and {found.problems.length - SHOWN} more</li>}
    </ul>
  );
}

const SHOWN = 8;
