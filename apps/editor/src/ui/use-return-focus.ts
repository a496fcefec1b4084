import { useRef } from 'react';

/**
 * Gives the focus back to what had it before a dialog opened. A dialog that is opened by a key, and not by a button of its own,
 * would leave it nowhere. Hand the two to the dialog's content.
 */
export function useReturnFocus() {
  const before = useRef<Element>(null);
  return {
    /** Call it when the dialog takes the focus. */
    remember: (): void => {
      before.current = document.activeElement;
    },
    /** Call it when the dialog lets go of it. */
    giveBack: (event: Event): void => {
      event.preventDefault();
      // What was done in the dialog may have put it somewhere already.
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      if (
        (before.current instanceof HTMLElement || before.current instanceof SVGElement) &&
        before.current.isConnected
      ) {
        before.current.focus({ preventScroll: true });
      }
    },
  };
}
