import { type ReactNode, useMemo } from 'react';
import { JSON_FORMAT } from '../../../model/fields/field-format.ts';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { tryJmespath } from '../../../model/fields/preview-try.ts';
import { previewValue } from '../../../model/fields/preview-value.ts';
import { trySample } from '../../../model/fields/try-sample.ts';
import { JsonView } from '../../../ui/json-view.tsx';
import { useFieldValue, useInspected } from '../inspected.ts';
import { SampleField } from './sample-field.tsx';
import { useOwnSample } from './use-own-sample.ts';

/** What a JMESPath expression finds in the data of its stage, or in what a person gives it. */
export function JmespathTryOut({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const { opened, stageId, source } = useInspected();
  const expression = useFieldValue(path);
  const data = useFieldValue(DATA);
  const [own, keepOwn] = useOwnSample(path);
  const preview = useMemo(
    () => previewValue(opened, { stageId, path: DATA }, { ...source, value: data }),
    [opened, stageId, source, data],
  );
  if (typeof expression !== 'string') return null;
  const sample = trySample(own, { preview, data });
  return (
    <>
      <SampleField label="Sample data" sample={sample} onChange={keepOwn} />
      {sample.text.trim() !== '' && <Found expression={expression} text={sample.text} />}
    </>
  );
}

const DATA = ['config', 'data'] as const;

function Found({ expression, text }: { readonly expression: string; readonly text: string }): ReactNode {
  const read = JSON_FORMAT.parse(text);
  if ('fault' in read) return <p className="text-failed text-xs">{read.fault}</p>;
  const found = tryJmespath(expression, read.value ?? null);
  if (found.kind === 'error') {
    return (
      <p className="text-failed text-xs">
        At character {found.at + 1}: {found.message}.
        <code className="block truncate font-mono">
          {expression.slice(Math.max(0, found.at - 24), found.at)}
          <mark className="bg-failed/20 text-failed">{expression.slice(found.at, found.at + 24) || ' '}</mark>
        </code>
      </p>
    );
  }
  return (
    <div data-preview>
      <JsonView value={found.value} />
    </div>
  );
}
