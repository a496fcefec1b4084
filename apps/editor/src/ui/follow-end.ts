/** Nobody sees a part of a pixel, and browsers round. */
const AT_END_PX = 2;

/**
 * Whether a log keeps to its end once it has been scrolled, by whatever: at the end it does, whoever goes back does not want
 * it any more, and a log that has only grown stays as it was. One that is shorter than before, as with lines that have become lower, was
 * moved by the browser and by nobody.
 */
export function followsAfterScroll(
  now: Pick<Element, 'scrollTop' | 'clientHeight' | 'scrollHeight'>,
  before: { readonly lastTop: number; readonly lastHeight: number; readonly isFollowing: boolean },
): boolean {
  if (now.scrollTop + now.clientHeight >= now.scrollHeight - AT_END_PX) return true;
  const wentBack = now.scrollTop < before.lastTop && now.scrollHeight >= before.lastHeight;
  return wentBack ? false : before.isFollowing;
}
