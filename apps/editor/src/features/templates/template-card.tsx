import type { TemplateInfo } from '@flowmason/templates';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Badge } from '../../ui/badge.tsx';
import { ComponentIcons } from './component-list.tsx';

/** One template of the gallery; the whole card leads to its page. */
export function TemplateCard({ template }: { readonly template: TemplateInfo }): ReactNode {
  const { id, title, summary, category, difficulty, components, stageCount } = template;
  return (
    <li className="relative flex min-h-44 flex-col gap-3 rounded-lg border border-line bg-surface p-5 transition-colors focus-within:border-line-strong hover:border-line-strong hover:bg-raised">
      <div className="flex items-center justify-between gap-2">
        <Badge>{category}</Badge>
        <span className="text-faint text-xs capitalize">{difficulty}</span>
      </div>
      <div className="flex-1">
        <h2 className="font-semibold text-base">
          <Link href={`/gallery/${id}`} className="rounded-lg after:absolute after:inset-0 after:rounded-lg">
            {title}
          </Link>
        </h2>
        <p className="mt-1 text-muted">{summary}</p>
      </div>
      <div className="flex items-center justify-between gap-3">
        <ComponentIcons names={components} />
        <span className="tabular shrink-0 text-faint text-xs">{stageCount} stages</span>
      </div>
    </li>
  );
}
