import { expect, type Locator, type Page } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import type { Field } from './field.ts';
import type { Hand } from './hand.ts';

type Place = { readonly x: number; readonly y: number };

/** Works the editor by mouse: drags from the palette, from dot to card and into boxes. Keys only where text is written. */
export class MouseHand implements Hand {
  readonly editor: EditorPage;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  async createPipeline(name: string): Promise<void> {
    await this.page.goto('/');
    await this.editor.button('New pipeline').click();
    const dialog = this.page.getByRole('dialog', { name: 'New pipeline' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('File').fill(`by-mouse/${name}`);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(this.editor.canvas).toBeVisible();
    await this.editor.button('Show components').click();
  }

  async addStage(component: string, id: string): Promise<void> {
    await this.fit();
    // Some room around everything.
    for (const _ of ['once', 'twice']) await this.editor.button('Zoom out').click();
    const entry = this.page
      .getByRole('region', { name: 'Components' })
      .getByRole('button', { name: component, exact: true });
    await entry.scrollIntoViewIfNeeded();
    const added = await this.idAfter(async () => this.drag(await centreOf(entry), await this.emptyPlace()));
    const panel = this.editor.stagePanel(added);
    await panel.getByLabel('Id', { exact: true }).fill(id);
    await panel.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(this.editor.stagePanel(id)).toBeVisible();
  }

  async makeWait(id: string, from: string): Promise<void> {
    await this.fit();
    const outlet = this.editor.button(`Connect ${from} to…`);
    if ((await outlet.count()) > 0) {
      const to = await centreOf(this.editor.stage(id));
      await this.drag(await centreOf(outlet), to);
      await this.expectConnected(id, from);
      return;
    }
    // One that has outcomes has a dot for each; to wait for whatever it takes is chosen in the panel.
    const panel = this.editor.stagePanel(id);
    await panel.getByRole('button', { name: 'Add a stage to wait for' }).click();
    await this.page.getByRole('option', { name: from }).first().click();
    await expect(panel.getByRole('list', { name: 'Stages it waits for' })).toContainText(from);
  }

  async leadOutcome(owner: string, arm: string, id: string): Promise<void> {
    await this.fit();
    const outlet = this.editor.button(`Connect ${arm} of ${owner} to…`);
    const to = await centreOf(this.editor.stage(id));
    await this.drag(await centreOf(outlet), to);
    await this.expectConnected(id, owner);
  }

  async moveInto(owner: string, arm: string, id: string): Promise<void> {
    await this.fit();
    const box = this.page.locator(`.react-flow__node[data-id="${owner}"]`);
    const lane = box.getByText(arm, { exact: true }).locator('..');
    const to = await rightEndOf(lane);
    await this.drag(await centreOf(this.editor.stage(id)), to);
    await expect(this.editor.stagePanel(id).getByText(`Runs in ${arm} of ${owner}`)).toBeVisible();
    // The box has grown over what stood beside it.
    await this.editor.button('Lay out all').click();
  }

  async fillStage(id: string, fields: readonly Field[]): Promise<void> {
    const panel = this.editor.stagePanel(id);
    if (!(await panel.isVisible())) {
      await this.fit();
      await this.editor.stage(id).click();
    }
    for (const field of fields) await this.fill(panel, field);
  }

  async fillPipeline(fields: readonly Field[]): Promise<void> {
    const place = await this.emptyPlace();
    await this.page.mouse.click(place.x, place.y);
    const panel = this.editor.pipelinePanel;
    if (!(await panel.isVisible())) await this.editor.button('Pipeline settings').click();
    for (const field of fields) await this.fill(panel, field);
  }

  async save(): Promise<void> {
    await this.editor.button('Save').click();
    await expect(this.editor.fileState).toHaveText('saved');
  }

  private async fill(panel: Locator, field: Field): Promise<void> {
    switch (field.kind) {
      case 'text':
        return this.write(panel.getByLabel(field.label, { exact: true }), field.text);
      case 'json':
        if (field.toggle !== undefined) await panel.getByRole('button', { name: field.toggle, exact: true }).click();
        return this.write(panel.getByRole('textbox', { name: field.label, exact: true }), field.text);
      case 'choice':
        await panel.getByRole('combobox', { name: field.label, exact: true }).click();
        return this.page.getByRole('option', { name: field.option }).first().click();
      case 'tick':
        return panel.getByRole('checkbox', { name: field.label, exact: true }).check();
      case 'press':
        return panel.getByRole('button', { name: field.label, exact: true }).click();
      case 'row':
        return this.addRow(panel, field);
    }
  }

  private async addRow(
    panel: Locator,
    { table, position, key, value, isJson }: Field & { kind: 'row' },
  ): Promise<void> {
    await panel.getByRole('button', { name: `Add to ${table}`, exact: true }).click();
    await panel.getByLabel(`${table} key ${position}`, { exact: true }).fill(key);
    await this.page.keyboard.press('Enter');
    if (isJson) await panel.getByRole('button', { name: `${table} ${position} as JSON`, exact: true }).click();
    await this.write(panel.getByRole('textbox', { name: `${table} value ${position}`, exact: true }), value);
  }

  /** Pastes over what stands in the control. */
  private async write(control: Locator, text: string): Promise<void> {
    await control.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(text);
  }

  private async drag(from: Place, to: Place): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 2 });
    await mouse.move(to.x, to.y, { steps: 2 });
    await mouse.up();
  }

  /** Brings everything into view, once the canvas shows what was done last. */
  private async fit(): Promise<void> {
    await this.editor.drawn();
    await this.editor.button('Fit the whole pipeline').click();
  }

  private async expectConnected(id: string, from: string): Promise<void> {
    await expect(this.editor.stage(id)).toHaveAccessibleName(new RegExp(`waits for [^;]*\\b${from}\\b`));
  }

  /** The id of the stage that is selected once `add` has added one. */
  private async idAfter(add: () => Promise<void>): Promise<string> {
    const before = await this.selectedId();
    await add();
    let id = before;
    await expect
      .poll(async () => {
        id = await this.selectedId();
        return id !== null && id !== before;
      })
      .toBe(true);
    return id ?? '';
  }

  private selectedId(): Promise<string | null> {
    return this.page.evaluate(
      () => document.querySelector('[data-stage][aria-pressed=true]')?.getAttribute('data-stage') ?? null,
    );
  }

  /** A place on the canvas beside all that stands there, where there is most room. */
  private async emptyPlace(): Promise<Place> {
    return this.page.evaluate((half) => {
      const pane = document.querySelector('.react-flow__pane')?.getBoundingClientRect() ?? new DOMRect();
      const drawn = document.querySelectorAll('.react-flow__node, .react-flow__edge path');
      const cards = Array.from(drawn, (element) => element.getBoundingClientRect());
      const middle = { x: (pane.left + pane.right) / 2, y: (pane.top + pane.bottom) / 2 };
      if (cards.length === 0) return middle;
      const viewport = document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform ?? '';
      const zoom = Number(/scale\((.+)\)/.exec(viewport)?.[1] ?? 1);
      const right = Math.max(...cards.map((card) => card.right));
      const bottom = Math.max(...cards.map((card) => card.bottom));
      return pane.right - right > pane.bottom - bottom
        ? { x: Math.min(pane.right - 40, right + half.width * zoom), y: middle.y }
        : { x: middle.x, y: Math.min(pane.bottom - 40, bottom + half.height * zoom) };
    }, HALF_CARD);
  }
}

/** From the middle of a new card to its side, with some room, in the canvas's own pixels. */
const HALF_CARD = { width: 180, height: 70 };

/** The middle of what the locator finds, once nothing lies over it. */
async function centreOf(locator: Locator): Promise<Place> {
  let place: Place = { x: 0, y: 0 };
  await expect
    .poll(async () => {
      const { x, y, width, height } = await boxOf(locator);
      place = { x: x + width / 2, y: y + height / 2 };
      return locator.evaluate((element, at) => element.contains(document.elementFromPoint(at.x, at.y)), place);
    })
    .toBe(true);
  return place;
}

async function rightEndOf(locator: Locator): Promise<Place> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width - 4, y: y + height / 2 };
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return box;
}
