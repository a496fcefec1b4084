import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportPreview } from '../../model/files/import-preview.ts';

/** Problems that fit the dialog. */
const SHOWN = 4;

/** What a text is that may be imported: its name, its stages, and what is wrong with it. */
export function ImportFacts({ preview }: { readonly preview: ImportPreview }): ReactNode {
  const { name, version, stageIds, errors } = preview;
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-sunken px-4 py-3">
      <dt className="text-muted">Name</dt>
      <dd className="min-w-0 truncate font-semibold">
        {name ?? 'none, it is called after its file'}
        {version !== undefined && <span className="ml-2 font-mono font-normal text-2xs text-faint">v{version}</span>}
      </dd>
      <dt className="text-muted">Stages</dt>
      <dd className="min-w-0">
        <span className="tabular">{stageIds.length}</span>
        {stageIds.length > 0 && (
          <span className="line-clamp-2 font-mono text-2xs text-muted">{stageIds.join(', ')}</span>
        )}
      </dd>
      <dt className="text-muted">Problems</dt>
      <dd className="min-w-0">
        <Verdict preview={preview} />
        {errors.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-xs">
            {errors.slice(0, SHOWN).map(({ code, message, pointer, range }) => (
              <li key={`${code} ${pointer} ${range.start.offset}`}>
                Line {range.start.line}: {message}
              </li>
            ))}
            {errors.length > SHOWN && <li>and {errors.length - SHOWN} more</li>}
          </ul>
        )}
      </dd>
    </dl>
  );
}

function Verdict({ preview }: { readonly preview: ImportPreview }): ReactNode {
  const { errors, warningCount } = preview;
  const warnings = warningCount === 1 ? '1 warning' : `${warningCount} warnings`;
  if (errors.length > 0) {
    return (
      <span className="flex items-center gap-1.5">
        <CircleAlert size={14} className="text-failed" aria-hidden />
        {errors.length === 1 ? '1 error' : `${errors.length} errors`}
        {warningCount > 0 && `, ${warnings}`}. It can be imported and mended here.
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5">
      {warningCount > 0 ? (
        <TriangleAlert size={14} className="text-recovered" aria-hidden />
      ) : (
        <CircleCheck size={14} className="text-succeeded" aria-hidden />
      )}
      {warningCount > 0 ? warnings : 'none'}
    </span>
  );
}
