import { builtinComponents } from '@flowmason/engine';
import { type Diagnostic, fixAll } from '@flowmason/pipeline-schema';
import { CircleAlert, CircleCheck, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';

/** Everything that the reader found in the draft, errors first, each with the fixes that there are. */
export function FindingList(): ReactNode {
  const draft = useWizardStore((state) => state.draft);
  const edit = useWizardStore((state) => state.edit);
  if (!draft) return null;
  const { diagnostics } = draft.document.reading;
  const sorted = diagnostics.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  const hasFixes = diagnostics.some(({ fixes }) => fixes.length > 0);

  function fixEverything(): void {
    const { edits, label } = fixAll(draft?.text ?? '', undefined, { components: builtinComponents });
    if (edits.length > 0) edit(edits, { label, atMs: Date.now() });
  }

  return (
    <section aria-label="Problems" className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex min-h-10 items-center justify-between gap-2 border-line border-b px-4">
        <h3 className="font-medium text-xs">
          Problems <span className="tabular font-normal text-faint">{diagnostics.length}</span>
        </h3>
        {hasFixes && (
          <Button size="sm" icon={<Wrench size={12} aria-hidden />} onClick={fixEverything}>
            Fix all
          </Button>
        )}
      </div>
      {diagnostics.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-3">
          <CircleCheck size={16} aria-hidden className="text-succeeded" />
          No problems: the document is ready to run.
        </p>
      ) : (
        <ul className="max-h-100 divide-y divide-line overflow-y-auto">
          {sorted.map((diagnostic) => (
            <Finding
              key={`${diagnostic.code} ${diagnostic.range.start.offset} ${diagnostic.message}`}
              diagnostic={diagnostic}
              onFix={(fix) => edit(fix.edits, { label: fix.title, atMs: Date.now() })}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Finding(props: {
  readonly diagnostic: Diagnostic;
  readonly onFix: (fix: Diagnostic['fixes'][number]) => void;
}): ReactNode {
  const { severity, message, code, range, fixes } = props.diagnostic;
  const isError = severity === 'error';
  return (
    <li className="flex items-start gap-2.5 px-4 py-2">
      <span className={isError ? 'mt-0.5 text-failed' : 'mt-0.5 text-recovered'}>
        {isError ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
        <span className="sr-only">{severity}</span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words">{message}</p>
        <p className="text-faint text-xs">
          <span className="font-mono text-2xs">{code}</span> · line {range.start.line}
        </p>
        {fixes.length > 0 && (
          <div className="mt-1 flex flex-wrap gap-1.5">
            {fixes.map((fix) => (
              <Button key={fix.title} size="sm" aria-label={`Fix: ${fix.title}`} onClick={() => props.onFix(fix)}>
                {fix.title}
              </Button>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
