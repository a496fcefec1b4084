import { ArrowRightLeft, Minus, Move, Pencil, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DiffKind } from '../../model/pipeline-diff.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

/** How a stage differs, as a word with a sign and a tone. */
export function DiffBadge({ kind, count }: { readonly kind: DiffKind; readonly count?: number }): ReactNode {
  const { tone, icon } = LOOKS[kind];
  return (
    <Badge tone={tone} icon={icon}>
      {count !== undefined && `${count} `}
      {kind}
    </Badge>
  );
}

const LOOKS: Record<DiffKind, { readonly tone: Tone; readonly icon: ReactNode }> = {
  added: { tone: 'succeeded', icon: <Plus size={12} aria-hidden /> },
  removed: { tone: 'failed', icon: <Minus size={12} aria-hidden /> },
  changed: { tone: 'recovered', icon: <Pencil size={12} aria-hidden /> },
  renamed: { tone: 'accent', icon: <ArrowRightLeft size={12} aria-hidden /> },
  moved: { tone: 'neutral', icon: <Move size={12} aria-hidden /> },
};
