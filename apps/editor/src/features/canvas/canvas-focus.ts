/** Whether a key or a clipboard event belongs to the canvas: it shows, and the focus is in it or on nothing at all. */
export function hasKeys(target: EventTarget | null, canvas: HTMLElement): boolean {
  if (!(target instanceof Element) || canvas.closest('[inert]') !== null) return false;
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return false;
  if (target === document.body) return true;
  return canvas.contains(target) && target.closest('input, textarea, select, [contenteditable=true]') === null;
}
