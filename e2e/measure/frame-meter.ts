import type { Page } from '@playwright/test';

/** What happened on the screen between `startFrames` and `endFrames`. */
export interface Frames {
  /** Frames that the page drew, per second. */
  readonly perSecond: number;
  /** Frames in which what is watched had moved since the frame before, per second. */
  readonly movedPerSecond: number;
  /** 95 of 100 frames came sooner than this after the one before, ms. */
  readonly p95Ms: number;
  /** The longest time without a frame, ms. */
  readonly longestMs: number;
}

declare global {
  interface Window {
    frameMeter?: { isOn: boolean; readonly atMs: number[]; moved: number };
  }
}

/** Begins to count the page's frames, and those in which the inline style of the element at `watched` has changed. */
export async function startFrames(page: Page, watched: string): Promise<void> {
  await page.evaluate((selector) => {
    const meter = { isOn: true, atMs: [performance.now()], moved: 0 };
    window.frameMeter = meter;
    let before = placeOf();
    function placeOf(): string {
      const { transform = '', translate = '' } = document.querySelector<HTMLElement>(selector)?.style ?? {};
      return `${transform} ${translate}`;
    }
    function count(atMs: number): void {
      if (!meter.isOn) return;
      meter.atMs.push(atMs);
      const now = placeOf();
      if (now !== before) meter.moved += 1;
      before = now;
      requestAnimationFrame(count);
    }
    requestAnimationFrame(count);
  }, watched);
}

/** Ends the count. */
export async function endFrames(page: Page): Promise<Frames> {
  const { atMs, moved } = await page.evaluate(() => {
    const meter = window.frameMeter;
    if (!meter) throw new Error('no frames are being counted');
    meter.isOn = false;
    return { atMs: meter.atMs, moved: meter.moved };
  });
  const gaps = atMs.slice(1).map((at, index) => at - (atMs[index] ?? at));
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000;
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    perSecond: gaps.length / seconds,
    movedPerSecond: moved / seconds,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    longestMs: sorted.at(-1) ?? Number.NaN,
  };
}
