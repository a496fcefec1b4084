import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import type { RunningServer } from '../support/server.ts';

type Stage = { readonly id: string; readonly [key: string]: unknown };

const log = (id: string, dependsOn: readonly string[] = []): Stage => ({
  id,
  component: 'logger',
  depends_on: dependsOn,
  config: { message: id },
});

const CHAIN = [log('first'), log('second', ['first']), log('third', ['second'])];
const GUARD = [
  log('before'),
  { id: 'guard', component: 'trycatch', depends_on: ['before'], config: { try: ['work'], catch: [], finally: [] } },
  log('work'),
  log('rescue'),
];

/** Opens a pipeline of these stages, and gives its text and a page on it. */
async function openStages(
  page: Page,
  server: RunningServer,
  { name, stages }: { name: string; stages: readonly object[] },
): Promise<{ editor: EditorPage; text: string }> {
  const text = `${JSON.stringify({ name, version: '1.0.0', stages }, null, 2)}\n`;
  writeFileSync(join(server.workspace, `pipelines/${name}.pipeline.json`), text);
  const editor = new EditorPage(page);
  await editor.open(`pipelines/${name}`);
  if (stages.length > 0) await fit(editor);
  return { editor, text };
}

async function fit(editor: EditorPage): Promise<void> {
  await editor.drawn();
  await editor.button('Fit the whole pipeline').click();
  await editor.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

// The view does not glide then: a card that still moves cannot be taken hold of.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

type Spot = { readonly x: number; readonly y: number };

async function spotOn(locator: Locator, across = 0.5, down = 0.5): Promise<Spot> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
}

type Written = { readonly stages: readonly Stage[]; readonly layout?: Record<string, readonly number[]> };

async function written(editor: EditorPage): Promise<Written> {
  return JSON.parse(await editor.exportedText()) as Written; // the text that the page itself made
}

async function stageIn(editor: EditorPage, id: string): Promise<Stage | undefined> {
  return (await written(editor)).stages.find((stage) => stage.id === id);
}

function dots(editor: EditorPage, id: string): { out: Locator; in: Locator } {
  return { out: editor.button(`Connect ${id} to…`), in: editor.button(`Connect ${id} from…`) };
}

test.describe('by mouse', () => {
  test('a component is dragged onto a line, and stands between its ends', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'mouse-insert', stages: CHAIN });
    await editor.button('Show components').click();
    await expect(page.getByRole('region', { name: 'Components' })).toBeVisible();
    await fit(editor);
    const [from, to] = [await spotOn(editor.stage('first'), 1, 0.5), await spotOn(editor.stage('second'), 0, 0.5)];
    const entry = page.getByRole('region', { name: 'Components' }).getByRole('button', { name: 'HTTP request' });
    await drag(page, await spotOn(entry), { x: (from.x + to.x) / 2, y: from.y });
    await expect(editor.stage('http-request')).toHaveAccessibleName(/waits for first; leads to second/);
    expect((await stageIn(editor, 'second'))?.['depends_on']).toEqual(['http-request']);
    await editor.button('Undo').click();
    expect(await editor.exportedText()).toBe(text);
  });

  test('the first component lands under the pointer, also while its picture is still loaded', async ({
    page,
    server,
  }) => {
    let load = (): void => undefined;
    const isDropped = new Promise<void>((done) => {
      load = done;
    });
    await page.route(/carried-card/, async (route) => {
      await isDropped;
      await route.continue();
    });
    const { editor } = await openStages(page, server, { name: 'mouse-first', stages: [] });
    await editor.button('Show components').click();
    const entry = page.getByRole('region', { name: 'Components' }).getByRole('button', { name: 'HTTP request' });
    const to = { x: 700, y: 350 };
    await drag(page, await spotOn(entry), to);
    load();
    const { x, y } = await spotOn(editor.stage('http-request'));
    expect(Math.hypot(x - to.x, y - to.y)).toBeLessThan(6);
  });

  test('a line is drawn from dot to card, led elsewhere, and refused with the reason', async ({ page, server }) => {
    const stages = [log('one'), log('two', ['one']), log('three'), log('four')];
    const { editor } = await openStages(page, server, { name: 'mouse-lines', stages });
    await drag(page, await spotOn(dots(editor, 'two').out), await spotOn(editor.stage('three')));
    await expect(editor.stage('three')).toHaveAccessibleName(/waits for two/);
    await fit(editor);
    await drag(page, await spotOn(dots(editor, 'three').out), await spotOn(editor.stage('one')));
    await expect(page.getByText('"three" comes after "one" already, so they would wait for each other.')).toBeVisible();
    const line = page.getByRole('button', { name: 'Line from two to three' });
    await line.hover();
    await drag(page, await spotOn(line.locator('[data-edge-end=to]')), await spotOn(editor.stage('four')));
    await expect(editor.stage('four')).toHaveAccessibleName(/waits for two/);
    expect((await stageIn(editor, 'three'))?.['depends_on']).toEqual([]);
  });

  test('a line is drawn back from the dot of a box that an end of another line lies over', async ({ page, server }) => {
    const text = JSON.stringify({
      name: 'mouse-covered-dot',
      version: '1.0.0',
      stages: [
        log('one'),
        log('two', ['one']),
        log('three'),
        { id: 'guard', component: 'trycatch', config: { try: ['work'], catch: [], finally: [] } },
        log('work'),
      ],
      // The line from one to two leaves where the box takes lines in.
      layout: { one: [0, 0], guard: [250, 8], two: [900, 0], three: [0, 200] },
    });
    writeFileSync(join(server.workspace, 'pipelines/mouse-covered-dot.pipeline.json'), text);
    const editor = new EditorPage(page);
    await editor.open('pipelines/mouse-covered-dot');
    await fit(editor);
    const end = page.getByRole('button', { name: 'Line from one to two' }).locator('[data-edge-end=from]');
    const [dot, grip] = [await spotOn(dots(editor, 'guard').in), await spotOn(end)];
    expect(Math.hypot(dot.x - grip.x, dot.y - grip.y)).toBeLessThan(6);
    await drag(page, dot, await spotOn(editor.stage('three')));
    await expect(editor.stage('guard')).toHaveAccessibleName(/waits for three/);
    expect((await stageIn(editor, 'two'))?.['depends_on']).toEqual(['one']);
    await editor.undoAll();
    await fit(editor);
    await drag(page, await spotOn(end, 0.1), await spotOn(editor.stage('three')));
    await expect(editor.stage('two')).toHaveAccessibleName(/waits for three/);
  });

  test('a line that is let go on empty canvas asks for a stage and connects it there', async ({ page, server }) => {
    const decision = {
      id: 'ask',
      component: 'conditional',
      config: { condition: '{{true}}', if_true: [], if_false: [] },
    };
    const { editor } = await openStages(page, server, { name: 'mouse-arm', stages: [decision] });
    const from = await spotOn(editor.button('Connect false of ask to…'));
    await drag(page, from, { x: from.x + 40, y: from.y + 150 });
    await expect(page.getByRole('dialog', { name: 'Add stage' })).toBeVisible();
    await page.getByRole('option', { name: /^Log/ }).click();
    await expect(editor.stage('logger')).toHaveAccessibleName(/waits for ask/);
    const { stages, layout } = await written(editor);
    expect(stages[0]).toMatchObject({ config: { if_true: [], if_false: ['logger'] } });
    expect(Object.keys(layout ?? {})).toEqual(['logger']);
  });

  test('a stage is dragged into a list of a box, and out of it again', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'mouse-lanes', stages: GUARD });
    const lane = editor.button('Add stage to catch of guard');
    await drag(page, await spotOn(editor.stage('rescue'), 0.3), await spotOn(lane));
    await expect(lane).toBeHidden();
    expect((await stageIn(editor, 'guard'))?.['config']).toMatchObject({ try: ['work'], catch: ['rescue'] });
    await fit(editor);
    const start = await spotOn(editor.stage('before'));
    await drag(page, await spotOn(editor.stage('rescue'), 0.3), { x: start.x, y: start.y + 140 });
    await expect(lane).toBeVisible();
    expect((await written(editor)).layout).toHaveProperty('rescue');
    await editor.undoAll();
    expect(await editor.exportedText()).toBe(text);
  });

  test('Escape puts a card back that is being dragged', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'mouse-escape', stages: CHAIN });
    const spot = await spotOn(editor.stage('third'), 0.3);
    await page.mouse.move(spot.x, spot.y);
    await page.mouse.down();
    await page.mouse.move(spot.x, spot.y + 120, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(() => spotOn(editor.stage('third'), 0.3)).toEqual(spot);
    expect(await editor.exportedText()).toBe(text);
  });

  test('several stages are caught with a band, aligned by the menu, moved together and laid out again', async ({
    page,
    server,
  }) => {
    const { editor, text } = await openStages(page, server, { name: 'mouse-many', stages: CHAIN });
    const [first, second] = [await spotOn(editor.stage('first')), await spotOn(editor.stage('second'))];
    await page.keyboard.down('Shift');
    await drag(page, { x: first.x - 60, y: first.y - 80 }, { x: second.x + 20, y: second.y + 80 });
    await page.keyboard.up('Shift');
    await expect(page.locator('[data-stage][aria-pressed=true]')).toHaveCount(2);
    await fit(editor);
    await drag(page, await spotOn(editor.stage('first'), 0.3), await spotOn(editor.stage('first'), 0.3, 3));
    await expect.poll(async () => Object.keys((await written(editor)).layout ?? {})).toEqual(['first', 'second']);
    await fit(editor);
    await editor.stage('second').click({ button: 'right', position: { x: 40, y: 20 } });
    await page.getByRole('menuitem', { name: 'Align' }).click();
    await page.getByRole('menuitem', { name: 'Left edges' }).click();
    await expect
      .poll(async () => {
        const { layout = {} } = await written(editor);
        return layout['first']?.[0] === layout['second']?.[0];
      })
      .toBe(true);
    await editor.button('Lay out all').click();
    await editor.drawn();
    expect((await written(editor)).layout).toBeUndefined();
    await editor.undoAll();
    expect(await editor.exportedText()).toBe(text);
  });

  test('the whole pipeline is shown with its notes, at first and when it is fitted', async ({ page, server }) => {
    const text = JSON.stringify({
      name: 'notes-in-view',
      version: '1.0.0',
      stages: CHAIN,
      notes: [{ id: 'above', text: 'Far above', position: [0, -520], size: [220, 80] }],
    });
    writeFileSync(join(server.workspace, 'pipelines/notes-in-view.pipeline.json'), text);
    const editor = new EditorPage(page);
    await editor.open('pipelines/notes-in-view');
    await editor.drawn();
    const note = page.getByRole('group', { name: 'Note: Far above' });
    await expect(note).toBeInViewport();
    for (const _ of [1, 2, 3, 4]) await editor.button('Zoom in').click();
    await expect(note).not.toBeInViewport();
    await fit(editor);
    await expect(note).toBeInViewport({ ratio: 0.99 });
    await expect(editor.stage('third')).toBeInViewport({ ratio: 0.99 });
  });

  test('one click makes a stage of a ghost', async ({ page, server }) => {
    const { editor } = await openStages(page, server, { name: 'mouse-ghost', stages: [log('reader', ['lost'])] });
    await editor.button('Create lost').click();
    await expect(editor.stagePanel('lost')).toBeVisible();
    expect(await stageIn(editor, 'lost')).toBeDefined();
  });
});

test.describe('by keyboard', () => {
  test('stages are added, connected, disconnected and deleted', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'keys-build', stages: [] });
    await expect(editor.canvas).toBeFocused();
    for (const component of ['HTTP request', 'Condition', 'Log']) {
      await page.keyboard.press('Tab');
      const dialog = page.getByRole('dialog', { name: 'Add stage' });
      await dialog.getByPlaceholder('Search components…').fill(component);
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-stage][aria-pressed=true]:focus')).toHaveAccessibleName(new RegExp(component));
    }
    await expect(editor.stage('conditional')).toHaveAccessibleName(/waits for http-request; leads to logger/);
    expect((await stageIn(editor, 'conditional'))?.['config']).toMatchObject({ if_true: ['logger'], if_false: [] });

    await page.keyboard.press('Shift+C');
    await page.getByPlaceholder('Search stages…').fill('http');
    await page.keyboard.press('Enter');
    await expect(editor.stage('logger')).toHaveAccessibleName(
      /waits for http-request, conditional|waits for conditional, http-request/,
    );

    await editor.stage('http-request').focus();
    await page.keyboard.press('e');
    await page.keyboard.press('e');
    await expect(page.locator('g[data-edge]:focus')).toHaveAccessibleName('Line from http-request to logger');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: 'Line from http-request to logger' })).toHaveCount(0);

    await editor.stage('conditional').focus();
    await page.keyboard.press('Delete');
    await expect(editor.stage('conditional')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(editor.stage('conditional')).toBeVisible();
    await editor.undoAll();
    expect(await editor.exportedText()).toBe(text);
  });

  test('a stage is renamed, disabled, moved and put into a box', async ({ page, server }) => {
    const { editor } = await openStages(page, server, { name: 'keys-change', stages: GUARD });
    await editor.stage('rescue').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'New id of rescue' }).fill('work');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').getByText('There is a stage "work" already')).toBeVisible();
    await page.getByRole('textbox', { name: 'New id of rescue' }).fill('repair');
    await page.keyboard.press('Enter');
    await expect(editor.stage('repair')).toBeFocused();
    await page.keyboard.press('d');
    await expect(editor.stage('repair')).toHaveAccessibleName(/disabled/);
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(async () => Object.keys((await written(editor)).layout ?? {})).toEqual(['repair']);
    await page.keyboard.press('Shift+M');
    await page.getByPlaceholder('Search places…').fill('catch');
    await page.keyboard.press('Enter');
    await expect(editor.button('Add stage to catch of guard')).toBeHidden();
    expect(await stageIn(editor, 'repair')).toMatchObject({ disabled: true });
    expect((await stageIn(editor, 'guard'))?.['config']).toMatchObject({ catch: ['repair'] });
  });

  test('stages are copied as JSON text, pasted with other ids, and cut', async ({ page, server, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { editor, text } = await openStages(page, server, { name: 'keys-paste', stages: CHAIN });
    await editor.stage('first').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toEqual({ stages: CHAIN });
    await page.keyboard.press('Control+v');
    await expect(editor.stage('third-2')).toHaveAccessibleName(/waits for second-2/);
    await page.keyboard.press('Control+x');
    await expect(editor.stage('third-2')).toHaveCount(0);
    await page.evaluate(() => navigator.clipboard.writeText('just words'));
    await page.keyboard.press('Control+v');
    await expect(page.locator('[data-sonner-toast][data-type=error]')).toBeVisible();
    await editor.undoAll();
    expect(await editor.exportedText()).toBe(text);
  });

  test('a stage is found by what stands in it', async ({ page, server }) => {
    const stages = [...CHAIN, { ...log('fourth'), config: { message: 'the needle in it' } }];
    const { editor } = await openStages(page, server, { name: 'keys-find', stages });
    await page.keyboard.press('Control+f');
    const field = page.getByRole('searchbox', { name: 'Find on the canvas' });
    await expect(field).toBeFocused();
    await field.fill('needle');
    await expect(page.getByText('1 of 1')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.stage('fourth')).toBeFocused();
    await expect(editor.stagePanel('fourth')).toBeVisible();
  });

  test('a note is left by Escape with its words as one step, and without words is none', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'keys-note-left', stages: CHAIN });
    const field = page.getByRole('textbox', { name: 'Text of the note' });
    await page.keyboard.press('n');
    await expect(field).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
    expect(await editor.exportedText()).toBe(text);
    await page.keyboard.press('n');
    await expect(field).toBeFocused();
    await page.keyboard.insertText('Ask first');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('group', { name: 'Note: Ask first' })).toBeVisible();
    await editor.button('Undo').click();
    expect(await editor.exportedText()).toBe(text);
  });

  test('a note is written, kept in the file, and deleted', async ({ page, server }) => {
    const { editor, text } = await openStages(page, server, { name: 'keys-note', stages: CHAIN });
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Text of the note' })).toBeFocused();
    await page.keyboard.insertText('Ask **ops** first');
    await page.keyboard.press('Control+Enter');
    const note = page.getByRole('group', { name: 'Note: Ask **ops** first' });
    await expect(note.getByText('ops', { exact: true })).toBeVisible();
    expect(JSON.parse(await editor.exportedText())).toMatchObject({ notes: [{ text: 'Ask **ops** first' }] });
    await note.focus();
    await page.keyboard.press('Delete');
    await expect(note).toHaveCount(0);
    expect(await editor.exportedText()).toBe(text);
  });

  test('every key is in the list that ? shows', async ({ page, server }) => {
    const { editor } = await openStages(page, server, { name: 'keys-help', stages: CHAIN });
    await editor.stage('first').focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help.getByText('Connect the selected stage to another one')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.stage('first')).toBeFocused();
  });
});

test('the editing canvas, its list of components and its dialogs have no violation', async ({ page, server }) => {
  const { editor } = await openStages(page, server, {
    name: 'canvas-axe',
    stages: [...GUARD, log('reader', ['lost'])],
  });
  await expectNoViolations(page);
  await editor.button('Show components').click();
  await expect(page.getByRole('region', { name: 'Components' })).toBeVisible();
  await expectNoViolations(page);
  await editor.button('Add stage').click();
  await expect(page.getByRole('dialog', { name: 'Add stage' })).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await editor.stage('before').hover();
  await expect(editor.stage('rescue').locator('svg').first()).toHaveCSS('opacity', '0.4');
  await expectNoViolations(page);
});

test('a phone only looks', async ({ page, server }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const { editor } = await openStages(page, server, { name: 'canvas-phone', stages: GUARD });
  await expect(editor.stage('guard')).toBeVisible();
  await expect(page.getByRole('toolbar', { name: 'Canvas tools' })).toHaveCount(0);
  await expect(editor.button('Add stage to catch of guard')).toHaveCount(0);
});
