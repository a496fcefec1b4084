import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { type Preview, previewValue } from '../../../model/fields/preview-value.ts';
import { JsonView } from '../../../ui/json-view.tsx';
import { TraceTree } from '../../../ui/trace-tree.tsx';
import { useFieldValue, useInspected } from '../inspected.ts';

/** The value of a field with its expressions worked out. */
export function ValuePreview({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const { opened, stageId, source } = useInspected();
  const value = useFieldValue(path);
  const preview = useMemo(
    () => previewValue(opened, { stageId, path }, { ...source, value }),
    [opened, stageId, path, source, value],
  );
  return preview ? <div data-preview>{toView(preview)}</div> : null;
}

function toView(preview: Preview): ReactNode {
  if (preview.kind === 'unknown') {
    return (
      <p className="flex items-start gap-1.5 text-muted text-xs">
        <CircleHelp size={13} className="mt-0.5 shrink-0" />
        {preview.message}
      </p>
    );
  }
  if (preview.kind === 'error') {
    return (
      <p className="flex items-start gap-1.5 text-failed text-xs">
        <CircleX size={13} className="mt-0.5 shrink-0" />
        {preview.message}
      </p>
    );
  }
  return <ShownValue preview={preview} />;
}

function ShownValue({ preview }: { readonly preview: Extract<Preview, { kind: 'value' }> }): ReactNode {
  const { value, exampleIds, warnings, traces } = preview;
  return (
    <>
      {traces.length > 0 ? (
        <>
          <p className="flex items-center gap-1.5 font-mono font-semibold text-xs">
            {value === true ? (
              <CircleCheck size={13} className="text-succeeded" />
            ) : (
              <CircleX size={13} className="text-recovered" />
            )}
            {String(value)}
          </p>
          {traces.map((trace) => (
            <TraceTree key={trace.text} trace={trace} />
          ))}
        </>
      ) : (
        <JsonView value={value} />
      )}
      {exampleIds.length > 0 && (
        <p className="mt-0.5 text-faint text-xs">
          <em>Example</em>: what {exampleIds.join(', ')} {exampleIds.length === 1 ? 'gives' : 'give'} is known after a
          run.
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="text-recovered text-xs">
          {warning}
        </p>
      ))}
    </>
  );
}
