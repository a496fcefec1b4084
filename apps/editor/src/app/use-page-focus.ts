import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/**
 * After a change of page the focus that went with the page before comes to the new one, so that Tab goes on there and a
 * screen reader hears where it is. A pipeline's page does without: its canvas takes keys while the focus is nowhere.
 */
export function usePageFocus(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (path.startsWith('/pipelines/')) return;
    const focused = document.activeElement;
    // While the new page is fetched, the one before is only hidden, with the focus still in it.
    if (focused === document.body || !focused?.checkVisibility())
      document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
