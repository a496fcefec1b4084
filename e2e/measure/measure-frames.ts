import type { Page } from '@playwright/test';
import { largePipelineText } from '../support/large-pipeline.ts';
import { dragSteadily } from './drag-steadily.ts';
import { withEditorBench } from './editor-bench.ts';
import { endFrames, type Frames, startFrames } from './frame-meter.ts';
import { lastPaint, watchPaints } from './measure-open.ts';

const ROUNDS = 3;
const DRAG_MS = 3_000;
const VIEWPORT = '.react-flow__viewport';

/** `near`: in the size in which a large pipeline opens; `whole`: with every stage in view. One entry per round. */
export type PanFrames = { readonly near: readonly Frames[]; readonly whole: readonly Frames[] };

/** Pans a pipeline of so many stages by dragging the empty canvas to and fro. */
export function measurePan(count: number): Promise<PanFrames> {
  return withEditorBench((bench) =>
    bench.inPage(async (page) => {
      await watchPaints(page);
      await page.goto(bench.addPipeline(`large-${count}`, largePipelineText(count)));
      await lastPaint(page);
      const near = await panRounds(page);
      await page.getByRole('button', { name: 'Fit the whole pipeline' }).click();
      await lastPaint(page);
      return { near, whole: await panRounds(page) };
    }),
  );
}

async function panRounds(page: Page): Promise<readonly Frames[]> {
  const rounds: Frames[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = await emptyPlace(page);
    const far = [
      { x: from.x - 900, y: from.y - 100 },
      from,
      { x: from.x - 500, y: from.y + 200 },
      { x: from.x - 1000, y: from.y },
    ];
    await startFrames(page, VIEWPORT);
    await dragSteadily(page, from, [...far, from], DRAG_MS);
    rounds.push(await endFrames(page));
  }
  return rounds;
}

/** Drags a stage of a pipeline of so many stages about the view in which the pipeline opens; one entry per round. */
export function measureDrag(count: number): Promise<readonly Frames[]> {
  return withEditorBench((bench) =>
    bench.inPage(async (page) => {
      await watchPaints(page);
      await page.goto(bench.addPipeline(`drag-${count}`, largePipelineText(count)));
      await lastPaint(page);
      const rounds: Frames[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const from = await middleOf(page, '[data-stage="read-0"]');
        const way = [
          { x: from.x + 300, y: from.y + 120 },
          { x: from.x + 500, y: from.y - 20 },
          { x: from.x + 60, y: from.y + 160 },
        ];
        await startFrames(page, '.react-flow__node[data-id="read-0"]');
        await dragSteadily(page, from, [...way, from], DRAG_MS);
        rounds.push(await endFrames(page));
      }
      return rounds;
    }),
  );
}

async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A place at the right of the canvas where nothing stands. */
async function emptyPlace(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const { right, top, bottom } =
      document.querySelector('.react-flow__pane')?.getBoundingClientRect() ?? new DOMRect();
    for (let x = right - 300; x > right - 700; x -= 20) {
      for (let y = top + 60; y < bottom - 200; y += 10) {
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
      }
    }
    throw new Error('the canvas has no empty place');
  });
}
