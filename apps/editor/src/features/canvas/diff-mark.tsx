import type { ReactNode } from 'react';
import { DIFF_LOOKS } from '../../model/diff/diff-look.ts';
import { useStageDiff } from '../../store/use-comparison.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';

/** What became of a stage since the version that the pipeline is compared with: a tint over its card, and a word on its border. */
export function DiffMark({ stageId }: { readonly stageId: string }): ReactNode {
  const diff = useStageDiff(stageId);
  if (!diff) return null;
  const { tone, icon } = DIFF_LOOKS[diff.kind];
  const details = diff.renamedFrom === undefined ? diff.fields.map(({ path }) => path) : [`was ${diff.renamedFrom}`];
  return (
    <span
      className={classNames('pointer-events-none absolute inset-0 rounded-lg ring-2', TINTS[diff.kind])}
      title={details.join(', ')}
    >
      <span className="-top-2.5 absolute left-2 rounded-sm bg-canvas">
        <Badge tone={tone} icon={<Icon name={icon} size={12} />}>
          {diff.kind}
        </Badge>
      </span>
    </span>
  );
}

const TINTS = {
  added: 'bg-succeeded/6 ring-succeeded/70',
  changed: 'bg-recovered/6 ring-recovered/70',
  // The outline of a stage that is removed and still named.
  removed: 'ring-failed/40',
  renamed: 'bg-accent/6 ring-accent/70',
  moved: 'ring-line-strong',
} as const;
