import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { EditorPage } from '../support/editor-page.ts';
import { expect, test } from '../support/journey.ts';
import { largePipelineText } from '../support/large-pipeline.ts';

// The view does not glide then: a card that still moves cannot be taken hold of.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

type Spot = { readonly x: number; readonly y: number };

async function middleOf(locator: Locator): Promise<Spot> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** How far the start of the line lies from the right end of the card that it leaves, px of the screen. */
async function gapAt(card: Locator, line: Locator): Promise<number> {
  const end = await card.evaluate((element) => {
    const { right, top, height } = element.getBoundingClientRect();
    return { x: right, y: top + height / 2 };
  });
  return line.evaluate((element, { x, y }) => {
    if (!(element instanceof SVGPathElement)) throw new Error('a line is a path');
    const at = element.getPointAtLength(0).matrixTransform(element.getScreenCTM() ?? undefined);
    return Math.hypot(at.x - x, at.y - y);
  }, end);
}

test('a stage of a large pipeline stays in the hand while the view moves along, with its lines, and where it is let go', async ({
  page,
  server,
}) => {
  const text = largePipelineText(300);
  writeFileSync(join(server.workspace, 'pipelines/large.pipeline.json'), text);
  const editor = new EditorPage(page);
  await editor.open('pipelines/large');
  await editor.drawn();
  const card = editor.stage('read-0');
  const line = page.getByRole('button', { name: 'Line from read-0 to check-0' }).locator('path').first();
  const from = await middleOf(card);
  const canvas = await editor.canvas.boundingBox();
  if (!canvas) throw new Error('there is no canvas');
  const border = { x: from.x, y: canvas.y + canvas.height - 6 };

  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
  await expect
    .poll(() => middleOf(card))
    .toEqual({ x: expect.closeTo(from.x + 40, -1), y: expect.closeTo(from.y + 30, -1) });
  expect(await gapAt(card, line)).toBeLessThan(3);

  const view = () =>
    page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m42);
  const start = await view();
  await page.mouse.move(border.x, border.y, { steps: 8 });
  // The place from which it was taken is out of view by then.
  await expect.poll(view).toBeLessThan(start - canvas.height);
  await page.mouse.move(border.x, border.y - 200, { steps: 4 });
  const held = await middleOf(card);
  expect(Math.abs(held.x - border.x)).toBeLessThan(12);
  expect(Math.abs(held.y - (border.y - 200))).toBeLessThan(12);

  await page.mouse.up();
  await editor.drawn();
  await expect.poll(() => middleOf(card)).toEqual({ x: expect.closeTo(held.x, -1), y: expect.closeTo(held.y, -1) });
  await expect.poll(() => gapAt(card, line)).toBeLessThan(3);
  await expect(editor.fileState).toHaveText('unsaved');
});
