import { type ReactNode, useMemo } from 'react';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { tryJmespath } from '../../../model/fields/preview-try.ts';
import { previewValue } from '../../../model/fields/preview-value.ts';
import { JsonView } from '../../../ui/json-view.tsx';
import { useFieldValue, useInspected } from '../inspected.ts';

/** What a JMESPath expression finds in the data of its stage. */
export function JmespathTryOut({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const { opened, stageId, source } = useInspected();
  const expression = useFieldValue(path);
  const data = useFieldValue(DATA);
  const preview = useMemo(
    () => previewValue(opened, { stageId, path: DATA }, { ...source, value: data }),
    [opened, stageId, source, data],
  );
  if (typeof expression !== 'string') return null;
  if (preview && preview.kind !== 'value') return <p className="text-muted text-xs">The data: {preview.message}</p>;
  const found = tryJmespath(expression, preview ? preview.value : (data ?? null));
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

const DATA = ['config', 'data'] as const;
