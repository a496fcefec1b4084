import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { TimelineLine } from '../../model/timeline/timeline-lines.ts';
import type { TimelineScale } from './use-timeline-scale.ts';

type RowKeysInput = {
  readonly lines: readonly TimelineLine[];
  readonly scale: TimelineScale;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onToggle: (key: string) => void;
  readonly scrollTo: (index: number) => void;
};

/**
 * The keyboard of the timeline: one row is a tab stop, up and down, Home and End walk the rows, left and right close and
 * open a block, `+`, `-` and `0` zoom. A row that is out of view is scrolled to before it gets the focus.
 */
export function useRowKeys({ lines, scale, scroller, onToggle, scrollTo }: RowKeysInput) {
  const [activeKey, setActiveKey] = useState<string>();
  const wanted = useRef<string | undefined>(undefined);
  const found = lines.findIndex(({ key }) => key === activeKey);
  const tabStop = Math.max(0, found);

  useEffect(() => {
    if (wanted.current === undefined) return;
    const selector = `[data-row-button="${CSS.escape(wanted.current)}"]`;
    const button = scroller.current?.querySelector<HTMLButtonElement>(selector);
    if (!button) return;
    wanted.current = undefined;
    button.focus({ preventScroll: true });
  });

  function goTo(index: number): void {
    const line = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (!line) return;
    wanted.current = line.key;
    setActiveKey(line.key);
    scrollTo(lines.indexOf(line));
  }
  function setOpen(isOpen: boolean): boolean {
    const line = lines[tabStop];
    if (!line || line.isOpen === undefined || line.isOpen === isOpen) return false;
    onToggle(line.key);
    return true;
  }
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => goTo(tabStop + 1),
    ArrowUp: () => goTo(tabStop - 1),
    Home: () => goTo(0),
    End: () => goTo(lines.length - 1),
    ArrowRight: () => void setOpen(true),
    // On a row that is not open, left leads to the block around it.
    ArrowLeft: () => void (setOpen(false) || goTo(parentOf(lines, tabStop))),
    '+': () => scale.zoomBy(1.5),
    '=': () => scale.zoomBy(1.5),
    '-': () => scale.zoomBy(1 / 1.5),
    '0': () => scale.fit(),
  };
  return {
    tabStop,
    onFocus(event: FocusEvent): void {
      const key = event.target instanceof HTMLElement ? event.target.dataset['rowButton'] : undefined;
      if (key !== undefined) setActiveKey(key);
    },
    onKeyDown(event: KeyboardEvent): void {
      const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    },
  };
}

function parentOf(lines: readonly TimelineLine[], index: number): number {
  const depth = lines[index]?.depth ?? 0;
  const parent = lines.slice(0, index).findLastIndex((line) => line.depth < depth);
  return parent === -1 ? index : parent;
}
