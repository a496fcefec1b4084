import type { Page } from '@playwright/test';

type Place = { readonly x: number; readonly y: number };

/** About one event for each frame: what a page gets, because a browser joins what a mouse says between two frames. */
const EVENT_EVERY_MS = 12;

/**
 * Presses the left button at `from`, moves through `via` at a steady pace and lets go, all in `ms`. The pace does not
 * depend on how quick the page is: a slow one gets fewer events, further apart, as from a hand that goes on.
 */
export async function dragSteadily(page: Page, from: Place, via: readonly Place[], ms: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Place) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
  await page.mouse.move(from.x, from.y);
  await send('mousePressed', from);
  const startedAt = performance.now();
  for (let passed = 0; passed < ms; passed = performance.now() - startedAt) {
    await send('mouseMoved', placeAt([from, ...via], passed / ms));
    const early = startedAt + passed + EVENT_EVERY_MS - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  }
  await send('mouseReleased', via.at(-1) ?? from);
  await session.detach();
}

/** Where on the way through all `places` one is after that `part` (0 to 1) of the time. */
function placeAt(places: readonly Place[], part: number): Place {
  const legs = places.length - 1;
  const leg = Math.min(legs - 1, Math.floor(part * legs));
  const [a, b] = [places[leg], places[leg + 1]];
  if (!a || !b) throw new Error('a way needs a start and an end');
  const along = part * legs - leg;
  return { x: Math.round(a.x + (b.x - a.x) * along), y: Math.round(a.y + (b.y - a.y) * along) };
}
