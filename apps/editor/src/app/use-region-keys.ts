import { useEffect } from 'react';
import { findCommand } from '../model/document/keymap.ts';

/** The parts of the page between which F6 goes, by the ids of their panels (`pipeline-workbench.tsx`). */
const REGIONS = ['faces', 'side', 'bottom'] as const;

/**
 * Ways from the canvas to the stage panel and on that do not lead through everything between them: F6 goes to the next part
 * of the page, Shift+F6 back, and Enter on the card of a stage that is open already goes into its panel.
 */
export function useRegionKeys(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || document.querySelector('[role=dialog], [role=menu]') !== null) return;
      const command = findCommand(event, 'pipeline');
      const hasGone =
        (command === 'next_region' && goOn(1)) ||
        (command === 'last_region' && goOn(-1)) ||
        (isBareEnter(event) && isOpenCard(event.target) && focusIn('side'));
      if (hasGone) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Goes to the next part that is there, round and round. */
function goOn(step: 1 | -1): boolean {
  const at = REGIONS.findIndex((id) => document.getElementById(id)?.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  return REGIONS.some((_, index) => {
    const next = (start + step * (index + 1) + REGIONS.length * 2) % REGIONS.length;
    const id = REGIONS[next];
    return id !== undefined && next !== at && focusIn(id);
  });
}

/** Ctrl+Enter runs, Shift+Enter adds to the selection. */
function isBareEnter({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return key === 'Enter' && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

function isOpenCard(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('[data-stage][aria-pressed=true]');
}

function focusIn(id: (typeof REGIONS)[number]): boolean {
  const panel = document.getElementById(id);
  if (!panel) return false;
  // On the canvas the card that Tab would come to, in the lower panel the tab that shows, else whatever is first.
  const first =
    panel.querySelector<HTMLElement>('[data-stage][tabindex="0"], section[aria-label=Canvas][tabindex="0"]') ??
    panel.querySelector<HTMLElement>('input, textarea, [role=textbox], [role=tab][aria-selected=true]') ??
    panel.querySelector<HTMLElement>('button');
  first?.focus();
  return first !== null;
}
