import { expect, type Locator, type Page } from '@playwright/test';
import { expectMoment } from './expect-moment.ts';

/** One pipeline's page, found by roles and names as a person finds things. */
export class PipelinePage {
  readonly page: Page;
  readonly runBar: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runBar = page.getByRole('region', { name: 'Run', exact: true });
  }

  /** Opens the pipeline from the start page and waits for its stages. */
  async open(name: string): Promise<void> {
    await this.page.goto('/');
    await this.page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click();
    await expect(this.page.locator('[data-stage]').first()).toBeVisible();
    await this.showAll();
  }

  /** Zooms out until every stage is on the canvas; what is outside of it is not drawn. */
  async showAll(): Promise<void> {
    await this.page.getByRole('button', { name: 'Fit the whole pipeline' }).click();
  }

  /** Starts a run against simulated services in the situation with this title. */
  async runSimulated(situationTitle: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Run', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Run / });
    await dialog.getByRole('radio', { name: situationTitle }).click();
    await dialog.getByRole('button', { name: /^Start/ }).click();
    await expect(this.runBar).toBeVisible();
  }

  /** The card of a stage, or the head of its box; its accessible name says component, status and connections. */
  stage(id: string): Locator {
    return this.page.locator(`[data-stage="${id}"]`);
  }

  /** Waits until the stage's card says one of the statuses, if only for a moment. */
  async expectStage(id: string, ...statuses: readonly string[]): Promise<void> {
    const name = new RegExp(`\\b(${statuses.join('|')})\\b`);
    await expectMoment((timeout) => expect(this.stage(id)).toHaveAccessibleName(name, timeout));
  }

  async expectRun(status: string): Promise<void> {
    await expect(this.runBar.getByText(status, { exact: true })).toBeVisible({ timeout: 90_000 });
  }

  /** The panel at the side that tells about one stage. */
  stagePanel(id: string): Locator {
    return this.page.getByRole('region', { name: `Stage ${id}` });
  }
}
