import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { ToldEvent } from '../../model/runs/find-events.ts';
import { followsAfterScroll } from '../../ui/follow-end.ts';
import { JournalLine } from './journal-line.tsx';

type LinesProps = {
  readonly told: readonly ToldEvent[];
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
};

/** The sentences of the journal; only those in view are in the page. Scrolling up ends following, the bottom resumes it. */
export function JournalLines({ told, isFollowing, onFollow }: LinesProps): ReactNode {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const scroller = useRef<HTMLElement>(null);
  const last = useRef({ lastTop: 0, lastHeight: 0 });
  const rows = useVirtualizer({
    count: told.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => told[index]?.event.seq ?? index,
    paddingStart: 4,
    paddingEnd: 8,
    overscan: 12,
  });
  const count = told.length;
  // Grows with each line, and with each that turns out to be higher than it was thought to be.
  const height = rows.getTotalSize();
  useEffect(() => {
    if (isFollowing && height > 0) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [isFollowing, height]);

  // The same at each drawing, so that only those lines are drawn again that have changed.
  const toggle = useCallback((seq: number) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(seq)) after.add(seq);
      return after;
    });
  }, []);
  return (
    <section
      ref={scroller}
      aria-label="Journal"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto overscroll-contain -outline-offset-2"
      onScroll={({ currentTarget }) => {
        const follows = followsAfterScroll(currentTarget, { ...last.current, isFollowing });
        last.current = { lastTop: currentTarget.scrollTop, lastHeight: currentTarget.scrollHeight };
        if (follows !== isFollowing) onFollow(follows);
      }}
    >
      <ol className="relative" style={{ height }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const line = told[index];
          return (
            line && (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                aria-posinset={index + 1}
                aria-setsize={count}
                className="absolute inset-x-0"
                style={{ top: start }}
              >
                <JournalLine told={line} isOpen={opened.has(line.event.seq)} onToggle={toggle} />
              </li>
            )
          );
        })}
      </ol>
    </section>
  );
}

const LINE_PX = 24;
