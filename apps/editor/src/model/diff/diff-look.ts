import type { DiffKind } from './pipeline-diff.ts';

/** How a difference shows: an icon by its name and a tone; its word is the kind itself. */
interface DiffLook {
  readonly icon: 'plus' | 'minus' | 'pencil' | 'arrow-right-left' | 'move';
  readonly tone: 'succeeded' | 'failed' | 'recovered' | 'accent' | 'neutral';
}

/** The same on the canvas, in its legend and in the list of changes. */
export const DIFF_LOOKS = {
  added: { icon: 'plus', tone: 'succeeded' },
  removed: { icon: 'minus', tone: 'failed' },
  changed: { icon: 'pencil', tone: 'recovered' },
  renamed: { icon: 'arrow-right-left', tone: 'accent' },
  moved: { icon: 'move', tone: 'neutral' },
} as const satisfies Record<DiffKind, DiffLook>;
