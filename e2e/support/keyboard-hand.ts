import { expect, type Locator, type Page } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import type { Field } from './field.ts';
import type { Hand } from './hand.ts';

/** More presses than anything on the page is away. */
const MOST_TABS = 250;

/** Works the editor by keyboard alone: what it does is pressed or written, never pointed at. */
export class KeyboardHand implements Hand {
  readonly editor: EditorPage;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  async createPipeline(name: string): Promise<void> {
    await this.page.goto('/');
    await expect(this.editor.button('New pipeline')).toBeVisible();
    await this.tabTo(this.editor.button('New pipeline'));
    await this.press('Enter');
    const dialog = this.page.getByRole('dialog', { name: 'New pipeline' });
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await this.page.keyboard.insertText(name);
    await this.tabTo(dialog.getByLabel('File'));
    await this.overwrite(`by-keyboard/${name}`);
    await this.press('Enter');
    await expect(this.editor.canvas).toBeVisible();
  }

  async addStage(component: string, id: string): Promise<void> {
    await this.goToCanvas();
    await this.press('Escape', 'a');
    const dialog = this.page.getByRole('dialog', { name: 'Add stage' });
    await expect(dialog.getByPlaceholder('Search components…')).toBeFocused();
    await this.page.keyboard.insertText(component);
    await expect(dialog.getByRole('option', { name: component }).first()).toHaveAttribute('aria-selected', 'true');
    await this.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(this.page.locator('[data-stage][aria-pressed=true]:focus')).toBeVisible();
    await this.press('F2');
    await expect(this.page.getByRole('textbox', { name: /^New id of / })).toBeFocused();
    await this.overwrite(id);
    await this.press('Enter');
    await expect(this.editor.stage(id)).toBeFocused();
  }

  async makeWait(id: string, from: string): Promise<void> {
    await this.goToStage(id);
    await this.press('Shift+C');
    await this.pick('Search stages…', from);
    // One that has outcomes asks which; to wait for it means whatever it takes.
    await this.pickIfAsked('Which outcome…', `After ${from}`);
    await this.expectConnected(id, from);
  }

  async leadOutcome(owner: string, arm: string, id: string): Promise<void> {
    await this.goToStage(id);
    await this.press('Shift+C');
    await this.pick('Search stages…', owner);
    await this.pickIfAsked('Which outcome…', `takes “${arm}”`);
    await this.expectConnected(id, owner);
  }

  async moveInto(owner: string, arm: string, id: string): Promise<void> {
    await this.goToStage(id);
    await this.press('Shift+M');
    const places = this.page.getByRole('option', { name: new RegExp(`^(Into|At the end of) ${arm} of ${owner}$`) });
    await expect(places).toBeVisible();
    await this.pick('Search places…', (await places.textContent()) ?? '');
  }

  async fillStage(id: string, fields: readonly Field[]): Promise<void> {
    await this.goToStage(id);
    const panel = this.editor.stagePanel(id);
    if (!(await panel.isVisible())) await this.press('Enter');
    await expect(panel.getByLabel('Id', { exact: true })).toBeVisible();
    await this.press('Enter');
    await expect(panel.getByLabel('Id', { exact: true })).toBeFocused();
    for (const field of fields) await this.fill(panel, field);
  }

  async fillPipeline(fields: readonly Field[]): Promise<void> {
    await this.goToCanvas();
    await this.press('Escape');
    const panel = this.editor.pipelinePanel;
    if (!(await panel.isVisible())) {
      await this.tabTo(this.editor.button('Pipeline settings'));
      await this.press('Enter');
    }
    await expect(panel.getByLabel('Name', { exact: true })).toBeVisible();
    await this.goToCanvas();
    await this.press('F6');
    await expect(panel.getByLabel('Name', { exact: true })).toBeFocused();
    for (const field of fields) await this.fill(panel, field);
  }

  async save(): Promise<void> {
    await this.press('ControlOrMeta+s');
    await expect(this.editor.fileState).toHaveText('saved');
  }

  private async fill(panel: Locator, field: Field): Promise<void> {
    switch (field.kind) {
      case 'text':
        await this.tabTo(panel.getByLabel(field.label, { exact: true }));
        return this.overwrite(field.text);
      case 'json':
        if (field.toggle !== undefined)
          await this.pressOn(panel.getByRole('button', { name: field.toggle, exact: true }));
        await this.tabTo(panel.getByRole('textbox', { name: field.label, exact: true }));
        return this.overwrite(field.text);
      case 'choice':
        return this.choose(panel.getByRole('combobox', { name: field.label, exact: true }), field.option);
      case 'tick':
        await this.tabTo(panel.getByRole('checkbox', { name: field.label, exact: true }));
        return this.press('Space');
      case 'press':
        return this.pressOn(panel.getByRole('button', { name: field.label, exact: true }));
      case 'row':
        return this.addRow(panel, field);
    }
  }

  private async addRow(
    panel: Locator,
    { table, position, key, value, isJson }: Field & { kind: 'row' },
  ): Promise<void> {
    await this.pressOn(panel.getByRole('button', { name: `Add to ${table}`, exact: true }));
    await expect(panel.getByLabel(`${table} key ${position}`, { exact: true })).toBeFocused();
    await this.page.keyboard.insertText(key);
    await this.press('Enter');
    if (isJson) await this.pressOn(panel.getByRole('button', { name: `${table} ${position} as JSON`, exact: true }));
    await this.tabTo(panel.getByRole('textbox', { name: `${table} value ${position}`, exact: true }));
    await this.overwrite(value);
  }

  private async choose(select: Locator, option: string): Promise<void> {
    await this.tabTo(select);
    await this.press('Enter');
    const list = this.page.getByRole('listbox');
    await expect(list).toBeVisible();
    await this.page.keyboard.type(option);
    await expect(list.getByRole('option', { name: option }).first()).toBeFocused();
    await this.press('Enter');
    await expect(list).toBeHidden();
  }

  private async pressOn(button: Locator): Promise<void> {
    await this.tabTo(button);
    await this.press('Enter');
  }

  /** Searches in an open dialog and takes what it finds. */
  private async pick(placeholder: string, text: string): Promise<void> {
    await expect(this.page.getByPlaceholder(placeholder)).toBeFocused();
    await this.page.keyboard.insertText(text);
    await expect(this.page.getByRole('option', { name: text, exact: false }).first()).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await this.press('Enter');
    await expect(this.page.getByPlaceholder(placeholder)).toBeHidden();
  }

  private async pickIfAsked(placeholder: string, text: string): Promise<void> {
    if (await this.page.getByPlaceholder(placeholder).isVisible()) await this.pick(placeholder, text);
  }

  private async expectConnected(id: string, from: string): Promise<void> {
    await expect(this.editor.stage(id)).toHaveAccessibleName(new RegExp(`waits for [^;]*\\b${from}\\b`));
  }

  /** Goes to the card of the stage, by search unless it has the focus already. */
  private async goToStage(id: string): Promise<void> {
    await this.goToCanvas();
    if (await this.hasFocus(this.editor.stage(id))) return;
    await this.press('ControlOrMeta+f');
    await expect(this.page.getByRole('searchbox', { name: 'Find on the canvas' })).toBeFocused();
    await this.page.keyboard.insertText(id);
    await expect(this.editor.stage(id)).toHaveAttribute('aria-pressed', 'true');
    await this.press('Escape');
    await expect(this.editor.stage(id)).toBeFocused();
  }

  private async goToCanvas(): Promise<void> {
    for (let presses = 0; presses < 4; presses++) {
      if (await this.editor.canvas.evaluate((canvas) => canvas.contains(document.activeElement))) return;
      await this.press('F6');
    }
    throw new Error('F6 does not lead to the canvas');
  }

  /** Goes on with Tab until the focus is there. */
  private async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    // Looked for once and not before each press: to find something by its name takes longer than to press a key.
    let element = await target.elementHandle();
    for (let presses = 0; presses < MOST_TABS; presses++) {
      const state = await element?.evaluate((found) => {
        if (!found.isConnected) return 'drawn anew';
        return found.contains(document.activeElement) ? 'focused' : 'elsewhere';
      });
      if (state === 'focused') return;
      if (state === 'drawn anew') element = await target.elementHandle();
      else await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  private hasFocus(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element.contains(document.activeElement));
  }

  private async overwrite(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    if (text === '') await this.press('Delete');
    else await this.page.keyboard.insertText(text);
  }

  private async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
