import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type * as Axe from 'axe-core';

/** A rule of axe that the page breaks, and the beginnings of the elements that do. */
export interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

/** Where and for what axe looks. Default: all of the page, for everything that it knows. */
export interface AxeScope {
  /** A CSS selector: only what is inside of it. */
  readonly include?: string;
  /** A CSS selector: all but what is inside of it. */
  readonly exclude?: string;
  readonly rules?: readonly string[];
}

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds. It runs inside the page and reports violations alone: to tell also what is well, and to put frames
 * together, as `@axe-core/playwright` does, takes eight times as long.
 * @throws {Error} when the page has frames, which would be passed over.
 */
export async function findViolations(page: Page, scope: AxeScope = {}): Promise<readonly Violation[]> {
  if (page.frames().length > 1) throw new Error('axe does not look into the frames of this page');
  // In the middle of a change of colours there are some that nobody chose.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE_SOURCE);
  return page.evaluate(async ({ include, exclude, rules }) => {
    const { axe } = globalThis as unknown as { readonly axe: typeof Axe }; // put there by the line above
    const { violations } = await axe.run(
      { include: [include ?? ':root'], exclude: exclude === undefined ? [] : [exclude] },
      {
        resultTypes: ['violations'],
        ...(rules !== undefined && { runOnly: { type: 'rule', values: [...rules] } }),
      },
    );
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 160)) }));
  }, scope);
}
