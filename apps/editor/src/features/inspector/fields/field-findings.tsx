import type { Diagnostic, QuickFix } from '@flowmason/pipeline-schema';
import { CircleAlert, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { makeEdit } from '../../../store/gestures.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useIsCurrent } from '../inspected.ts';

/** What was found in a field, with the fixes for it. */
export function FieldFindings({ findings }: { readonly findings: readonly Diagnostic[] }): ReactNode {
  const isCurrent = useIsCurrent();
  if (findings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {findings.map(({ code, severity, message, range, fixes }) => (
        <li
          key={`${code} ${range.start.offset} ${message}`}
          className={classNames(
            'flex items-start gap-1.5 text-xs [&>svg]:mt-0.5 [&>svg]:shrink-0',
            severity === 'error' ? 'text-failed' : 'text-recovered',
          )}
        >
          {severity === 'error' ? <CircleAlert size={13} /> : <TriangleAlert size={13} />}
          <span className="min-w-0 flex-1 break-words">
            {message}
            {fixes.length > 0 && (
              <span className="mt-1 flex flex-wrap gap-1">
                {fixes.map((fix) => (
                  <FixButton key={fix.title} fix={fix} isDisabled={!isCurrent} />
                ))}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function FixButton({ fix, isDisabled }: { readonly fix: QuickFix; readonly isDisabled: boolean }): ReactNode {
  return (
    <button
      type="button"
      disabled={isDisabled}
      onClick={() => makeEdit(fix.edits, { label: fix.title })}
      className="flex max-w-full items-start gap-1.5 rounded-md border border-line bg-surface px-2 py-0.5 text-left font-medium text-ink transition-colors enabled:hover:border-line-strong enabled:hover:bg-hover disabled:opacity-45"
    >
      <Wrench size={11} className="mt-1 shrink-0" aria-hidden />
      <span className="min-w-0 break-words">
        <span className="sr-only">Fix: </span>
        {fix.title}
      </span>
    </button>
  );
}
