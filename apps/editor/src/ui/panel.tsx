import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A region with a 40 px bar on top and content that scrolls below. */
export function Panel(props: {
  /** Names the region for those who cannot see it. */
  readonly label: string;
  readonly bar: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section
      aria-label={props.label}
      className={classNames('flex h-full min-h-0 flex-col bg-surface', props.className)}
    >
      <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">{props.bar}</div>
      <div className="min-h-0 flex-1 overflow-auto">{props.children}</div>
    </section>
  );
}
