import type { Template } from '@flowmason/templates';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { toRunLook } from '../../model/runs/status-look.ts';
import { StatusMark } from '../../ui/status-mark.tsx';

/** The courses that a run of the template can take; each leads to its dry run. */
export function ScenarioList({ template }: { readonly template: Template }): ReactNode {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {template.scenarios.map(({ id, title, description, ends }) => {
        const look = toRunLook(ends);
        const address = new URLSearchParams({ template: template.id, step: 'dry-run', scenario: id });
        return (
          <li key={id} className="flex items-center gap-4 px-4 py-3 max-sm:flex-wrap">
            <div className="min-w-0 flex-1 max-sm:basis-full">
              <p className="font-medium">{title}</p>
              <p className="text-muted text-xs">{description}</p>
            </div>
            <span className="flex w-28 shrink-0 items-center gap-1.5 text-xs">
              <StatusMark icon={look.icon} tone={look.tone} label={look.word} size={14} />
              <span aria-hidden>{look.word}</span>
            </span>
            <Link
              href={`/wizard?${address}`}
              aria-label={`Dry run: ${title}`}
              className="inline-flex shrink-0 items-center gap-1.5 font-medium text-accent text-xs hover:underline"
            >
              <FlaskConical size={12} aria-hidden />
              Dry run
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
