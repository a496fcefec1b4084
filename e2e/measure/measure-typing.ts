import type { Page } from '@playwright/test';
import { largePipelineText } from '../support/large-pipeline.ts';
import { withEditorBench } from './editor-bench.ts';
import { lastPaint, watchPaints } from './measure-open.ts';

const STROKES = 24;

/**
 * Types in the JSON view of a pipeline of so many stages, where each key makes a method that does not exist or mends it again;
 * milliseconds from each key to the frame that shows the new count of problems.
 */
export function measureTextTyping(count: number): Promise<readonly number[]> {
  return measureTyping(count, {
    key: 'x',
    async prepare(page) {
      await page.getByRole('tab', { name: 'JSON' }).click();
      await goIntoFirstMethod(page);
    },
  });
}

/** The same in a field of a stage's panel, where each key completes an expression or breaks it again. */
export function measureFieldTyping(count: number): Promise<readonly number[]> {
  return measureTyping(count, {
    key: '}',
    async prepare(page) {
      await page.locator('[data-stage="call-0"]').click();
      const field = page.getByRole('region', { name: 'Stage call-0' }).getByRole('textbox', { name: 'URL' });
      await field.click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText('https://service.internal/{{now()}');
      // The first key is to find what this text is told of, not the one before.
      await page.getByRole('button', { name: '1 error', exact: true }).waitFor();
    },
  });
}

type Typing = {
  /** The key that changes how many problems there are, which Backspace takes back. */
  readonly key: string;
  /** Puts the cursor to where the keys are typed. */
  readonly prepare: (page: Page) => Promise<void>;
};

function measureTyping(count: number, { key, prepare }: Typing): Promise<readonly number[]> {
  return withEditorBench((bench) =>
    bench.inPage(async (page) => {
      await watchPaints(page);
      await page.goto(bench.addPipeline(`typing-${count}`, largePipelineText(count)));
      await lastPaint(page);
      await prepare(page);
      await watchAnswers(page);
      for (let stroke = 0; stroke < STROKES; stroke++) {
        await page.keyboard.press(stroke % 2 === 0 ? key : 'Backspace');
        await page.waitForFunction((done) => (window.keyAnswers?.length ?? 0) > done, stroke);
      }
      const answers = await page.evaluate(() => window.keyAnswers ?? []);
      // The first ones load what is loaded on demand.
      return answers.slice(4);
    }),
  );
}

/** Puts the cursor of the JSON view behind the last letter of the first stage's method. */
async function goIntoFirstMethod(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^JSON of / }).focus();
  await page.keyboard.press('Control+Home');
  for (let line = 1; line < FIRST_METHOD_LINE; line++) await page.keyboard.press('ArrowDown');
  for (const key of ['End', 'ArrowLeft']) await page.keyboard.press(key);
}

/** Where `"method": "GET"` stands in the text. */
const FIRST_METHOD_LINE = 12;

declare global {
  interface Window {
    keyAnswers?: number[];
  }
}

/** Notes in the page how long after each key the words of the problems button were painted anew. */
async function watchAnswers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const answers: number[] = [];
    window.keyAnswers = answers;
    let keyAt: number | undefined;
    let words: string | undefined;
    addEventListener('keydown', () => (keyAt = performance.now()), { capture: true });
    function look(): void {
      const button = Array.from(document.querySelectorAll('header button')).find(({ textContent }) =>
        /problem|error|warning/.test(textContent ?? ''),
      );
      const said = button?.textContent ?? '';
      if (words !== undefined && said !== words && keyAt !== undefined) {
        const from = keyAt;
        keyAt = undefined;
        // The next frame shows it.
        requestAnimationFrame(() => answers.push(performance.now() - from));
      }
      words = said;
    }
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
