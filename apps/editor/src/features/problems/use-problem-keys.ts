import { preferredFix, type QuickFix } from '@flowmason/pipeline-schema';
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../model/problems/problem-list.ts';

type ProblemKeysInput = {
  /** In the order in which they are shown. */
  readonly problems: readonly Problem[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollTo: (problem: Problem) => void;
  readonly onFix: (fix: QuickFix) => void;
};

/**
 * The keyboard of the problems: one row is a tab stop, up and down, Home and End walk them, Enter leads to the place (the
 * row is a button) and F makes the fix that *Fix all* would make. When a problem is gone the one that follows it takes its place.
 */
export function useProblemKeys({ problems, scroller, scrollTo, onFix }: ProblemKeysInput) {
  const [active, setActive] = useState({ key: '', index: 0 });
  const wanted = useRef<string | undefined>(undefined);
  const found = problems.findIndex(({ key }) => key === active.key);
  const tabStop = found >= 0 ? found : Math.min(active.index, problems.length - 1);
  const activeKey = problems[tabStop]?.key;

  // A row out of view is not in the page yet when it is walked to; it gets the focus when it is.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const selector = `[data-problem="${CSS.escape(wanted.current)}"]`;
    const button = scroller.current?.querySelector<HTMLButtonElement>(selector);
    if (!button) return;
    wanted.current = undefined;
    button.focus({ preventScroll: true });
  });

  // The problem that had the focus is fixed: the keyboard goes on with the next one.
  const hadFocus = useRef(false);
  useEffect(() => {
    if (found >= 0 || !hadFocus.current || activeKey === undefined) return;
    wanted.current = activeKey;
    setActive({ key: activeKey, index: tabStop });
  }, [found, activeKey, tabStop]);

  function goTo(index: number): void {
    const at = Math.min(problems.length - 1, Math.max(0, index));
    const problem = problems[at];
    if (!problem) return;
    wanted.current = problem.key;
    setActive({ key: problem.key, index: at });
    scrollTo(problem);
  }
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => goTo(tabStop + 1),
    ArrowUp: () => goTo(tabStop - 1),
    Home: () => goTo(0),
    End: () => goTo(problems.length - 1),
    f: () => {
      const diagnostic = problems[tabStop]?.diagnostic;
      const fix = diagnostic && preferredFix(diagnostic);
      if (fix) onFix(fix);
    },
  };
  return {
    activeKey,
    onFocus(event: FocusEvent): void {
      hadFocus.current = true;
      const key = event.target instanceof HTMLElement ? event.target.dataset['problem'] : undefined;
      if (key !== undefined && key !== active.key) {
        setActive({ key, index: problems.findIndex((problem) => problem.key === key) });
      }
    },
    onBlur(event: FocusEvent): void {
      // Focus that goes nowhere was taken by a row that is gone.
      if (event.relatedTarget instanceof Node) hadFocus.current = event.currentTarget.contains(event.relatedTarget);
    },
    onKeyDown(event: KeyboardEvent): void {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const action = isPlain ? actions[event.key.length === 1 ? event.key.toLowerCase() : event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    },
  };
}
