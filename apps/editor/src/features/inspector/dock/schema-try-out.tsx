import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { JSON_FORMAT } from '../../../model/fields/field-format.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { tryJsonSchema } from '../../../model/fields/preview-try.ts';
import { previewValue } from '../../../model/fields/preview-value.ts';
import { sampleOfSchema } from '../../../model/fields/scope-sample-value.ts';
import { useFieldValue, useInspected } from '../inspected.ts';

/** Tries a JSON Schema on a value: the data of its stage, or whatever a person writes. */
export function SchemaTryOut({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const id = useId();
  const schema = useFieldValue(path);
  const proposed = useProposedValue(path, schema);
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (proposed === undefined ? '' : JSON.stringify(proposed, null, 2));
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs">
        Try a value
      </label>
      <textarea
        id={id}
        data-plain-field
        value={text}
        rows={1}
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
        className="max-h-32 w-full resize-none rounded-md border border-line bg-surface px-2 py-1 font-mono text-xs outline-none [field-sizing:content] focus:border-accent"
      />
      {isJsonObject(schema) && text.trim() !== '' && <Verdict schema={schema} text={text} />}
    </div>
  );
}

function useProposedValue(path: FieldPlace['path'], schema: Json | undefined): Json | undefined {
  const { opened, stageId, source } = useInspected();
  const data = useFieldValue(DATA);
  const sample = useFieldValue(SAMPLE);
  const preview = useMemo(
    () =>
      stageId === undefined ? undefined : previewValue(opened, { stageId, path: DATA }, { ...source, value: data }),
    [opened, stageId, source, data],
  );
  if (path[0] === 'input_schema') return sample ?? sampleOfSchema(schema);
  if (path.at(-1) === 'schema') return preview?.kind === 'value' ? preview.value : data;
  return sampleOfSchema(schema);
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
