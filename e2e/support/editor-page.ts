import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** A pipeline that is being edited: what a person finds on the page, by role and name. How it is worked is up to a hand. */
export class EditorPage {
  readonly page: Page;
  readonly canvas: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('region', { name: 'Canvas' });
  }

  /** Opens the page of a pipeline that is in the workspace; `serverUrl` for a browser that the journey has started itself. */
  async open(id: string, serverUrl = ''): Promise<void> {
    await this.page.goto(`${serverUrl}/pipelines/${id}`);
    await expect(this.canvas).toBeVisible();
  }

  /** The card of a stage, or the head of its box. */
  stage(id: string): Locator {
    return this.page.locator(`[data-stage="${id}"]`);
  }

  /** The panel at the side with the settings of one stage. */
  stagePanel(id: string): Locator {
    return this.page.getByRole('region', { name: `Stage ${id}`, exact: true });
  }

  /** The panel at the side with the settings of the pipeline itself. */
  get pipelinePanel(): Locator {
    return this.page.getByRole('region', { name: 'Pipeline', exact: true });
  }

  /** The sum of problems in the header: `No problems`, `2 errors, 1 warning`. */
  get problems(): Locator {
    // The panel of problems has groups of the same name, behind it.
    return this.page.getByRole('button', { name: /^(No problems|\d+ (error|warning)s?\b.*)$/ }).first();
  }

  /** Whether the file has what is shown: `saved`, `unsaved`. */
  get fileState(): Locator {
    return this.page.getByRole('status', { name: 'State of the file' });
  }

  /** Waits until the canvas shows what the text says, everything at its place. */
  async drawn(): Promise<void> {
    await expect(this.canvas).toHaveAttribute('aria-busy', 'false');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The text as it is now, as the person gets it when they export it with Ctrl+E. */
  async exportedText(): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.keyboard.press('Control+e')]);
    return readFileSync(await download.path(), 'utf8');
  }

  /** Takes gestures back until none is left; gives how many there were. */
  async undoAll(): Promise<number> {
    return this.pressUntilDisabled('Undo');
  }

  /** Does everything again that was undone; gives how many gestures there were. */
  async redoAll(): Promise<number> {
    return this.pressUntilDisabled('Redo');
  }

  private async pressUntilDisabled(name: 'Undo' | 'Redo'): Promise<number> {
    const button = this.button(name);
    let count = 0;
    while ((await button.getAttribute('aria-disabled')) !== 'true') {
      await button.click();
      count += 1;
    }
    return count;
  }
}
