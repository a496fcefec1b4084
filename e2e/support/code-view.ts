import { expect, type Locator, type Page } from '@playwright/test';

/** The text of the open pipeline in the JSON view, alone or beside the canvas. */
export class CodeView {
  readonly page: Page;
  readonly text: Locator;

  constructor(page: Page) {
    this.page = page;
    this.text = page.getByRole('textbox', { name: /^JSON of / });
  }

  /** Shows the text in the tab, and waits until it is there. */
  async open(tab: 'JSON' | 'Split'): Promise<void> {
    await this.page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(this.text).toBeAttached();
    await expect(this.line(/\{/)).toBeVisible();
  }

  /** The first line in view with this in it. Monaco draws blanks as no-break spaces. */
  line(content: RegExp | string): Locator {
    const written = typeof content === 'string' ? content.replaceAll(' ', '\u00a0') : content;
    return this.page.locator('.monaco-editor .view-line', { hasText: written }).first();
  }

  /** Puts the caret behind the `count`-th last character of a line. */
  async caretAt(content: RegExp | string, count = 0): Promise<void> {
    await this.line(content).click();
    await this.page.keyboard.press('End');
    for (let step = 0; step < count; step += 1) await this.page.keyboard.press('ArrowLeft');
  }
}
