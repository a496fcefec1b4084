/** So long it is waited for, in frames. */
const PATIENCE = 300;

/** Gives the focus to what `selector` finds, as soon as it is on the page; gives up after some seconds, or when the focus went elsewhere meanwhile. */
export function focusWhenDrawn(selector: string): void {
  const before = document.activeElement;
  let framesLeft = PATIENCE;
  function look(): void {
    const found = document.querySelector<HTMLElement>(selector);
    const { activeElement } = document;
    const isTaken = activeElement !== before && activeElement !== document.body && activeElement !== null;
    if (found) found.focus({ preventScroll: true });
    else if (!isTaken && framesLeft-- > 0) requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
}
