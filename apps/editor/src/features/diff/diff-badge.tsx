import type { ReactNode } from 'react';
import { DIFF_LOOKS } from '../../model/diff/diff-look.ts';
import type { DiffKind } from '../../model/diff/pipeline-diff.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';

/** How a stage differs, as a word with a sign and a tone. */
export function DiffBadge({ kind, count }: { readonly kind: DiffKind; readonly count?: number }): ReactNode {
  const { tone, icon } = DIFF_LOOKS[kind];
  return (
    <Badge tone={tone} icon={<Icon name={icon} size={12} />}>
      {count !== undefined && `${count} `}
      {kind}
    </Badge>
  );
}
