import type { Page, Request } from '@playwright/test';

/** Requests of a page that are under way, and when the last one began or ended. */
type Traffic = { readonly open: Set<Request>; changedAt: number };

const traffic = new WeakMap<Page, Traffic>();
const QUIET_MS = 500;
const LOOK_MS = 50;

/**
 * Takes note of what `page` asks for, from now on. Playwright's own `networkidle` never comes on our pages: to it, the
 * script of the worker that the tabs share is loaded for ever.
 */
export function watchTraffic(page: Page): void {
  const seen: Traffic = { open: new Set(), changedAt: Date.now() };
  const note = (request: Request, change: (request: Request) => void): void => {
    if (isForEver(request)) return;
    change(request);
    seen.changedAt = Date.now();
  };
  page.on('request', (request) => note(request, (one) => seen.open.add(one)));
  page.on('requestfinished', (request) => note(request, (one) => seen.open.delete(one)));
  page.on('requestfailed', (request) => note(request, (one) => seen.open.delete(one)));
  traffic.set(page, seen);
}

/** Waits until `page` has asked for nothing for half a second, but how its server is. */
export async function untilQuiet(page: Page): Promise<void> {
  const seen = traffic.get(page);
  if (!seen) throw new Error('the traffic of this page is not watched: see watchTraffic');
  while (seen.open.size > 0 || Date.now() - seen.changedAt < QUIET_MS) await page.waitForTimeout(LOOK_MS);
}

/** The shared worker, its stream, and the look at the server's health. */
function isForEver(request: Request): boolean {
  return /\/assets\/stream\.worker-|\/api\/v1\/(health|events)\b/.test(request.url());
}
