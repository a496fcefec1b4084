import { expect, type Page } from '@playwright/test';
import { type AxeScope, findViolations } from './find-violations.ts';

/** Holds the page to what axe knows of accessibility, and says where it falls short. */
export async function expectNoViolations(page: Page, scope: AxeScope = {}): Promise<void> {
  expect(await findViolations(page, scope)).toEqual([]);
}
