import { useLayoutEffect, useRef, useState } from 'react';
import type { ActiveField } from './active-field.ts';

/** The field that the dock tells about, as the form shows it. */
export interface ActiveFieldState {
  readonly active: ActiveField | undefined;
  readonly activate: (field: ActiveField) => void;
  /** To be told of every press in the form. */
  readonly onPointerDownCapture: () => void;
}

/**
 * Keeps the field that a person is in. The dock takes room from the form, so while something is being pressed it waits: else
 * what is pressed would move away under the pointer, and the press would be lost. What has the focus stays in view.
 */
export function useActiveField(): ActiveFieldState {
  const [active, setActive] = useState<ActiveField>();
  const press = useRef<{ next: ActiveField | undefined }>(undefined);
  useLayoutEffect(() => {
    if (active) document.activeElement?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const [handlers] = useState(() => ({
    activate(field: ActiveField) {
      if (press.current) press.current.next = field;
      else setActive(field);
    },
    onPointerDownCapture() {
      press.current = { next: undefined };
      const listening = new AbortController();
      const release = (): void => {
        listening.abort();
        // The click comes right behind the release.
        setTimeout(() => {
          const next = press.current?.next;
          press.current = undefined;
          if (next) setActive(next);
        });
      };
      for (const end of ['pointerup', 'pointercancel']) {
        window.addEventListener(end, release, { capture: true, signal: listening.signal });
      }
    },
  }));
  return { active, ...handlers };
}
