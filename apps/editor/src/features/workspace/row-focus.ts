import { focusWhenDrawn } from '../../ui/focus-when-drawn.ts';

/** What marks the link of a pipeline in the list; the value is its id. */
export const ROW_LINK = 'data-pipeline-link';

/**
 * Gives the focus on from a row that goes: to the next one, at the end to the one before, and from the last of all to the page.
 * Does nothing when the person is somewhere else by now.
 */
export function leaveRow(id: string): void {
  const links = [...document.querySelectorAll<HTMLElement>(`[${ROW_LINK}]`)].filter((link) => link.checkVisibility());
  const at = links.findIndex((link) => link.getAttribute(ROW_LINK) === id);
  const { activeElement } = document;
  const isHere = activeElement === document.body || links[at]?.closest('li')?.contains(activeElement);
  if (!isHere) return;
  (links[at + 1] ?? links[at - 1] ?? document.getElementById('main'))?.focus();
}

/** Gives the focus to a row that comes back. */
export function enterRow(id: string): void {
  focusWhenDrawn(`[${ROW_LINK}="${CSS.escape(id)}"]`);
}
