import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeView } from '../support/code-view.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import type { RunningServer } from '../support/server.ts';

const FIXTURES = join(import.meta.dirname, '../../packages/pipeline-schema/test-data');

const TWO_STAGES = `{
  "name": "two",
  "version": "1.0.0",
  "stages": [
    {
      "id": "a",
      "component": "logger",
      "config": { "message": "one" }
    },
    {
      "id": "b",
      "component": "logger",
      "depends_on": ["a"],
      "config": { "message": "{{ stages.a.status }}" }
    }
  ]
}
`;

function writePipeline(server: RunningServer, name: string, text: string): string {
  const file = join(server.workspace, `pipelines/${name}.pipeline.json`);
  writeFileSync(file, text);
  return file;
}

test('what is typed in the text is on the canvas at once, and one history spans both', async ({ page, server }) => {
  writePipeline(server, 'typed', TWO_STAGES);
  await page.goto('/pipelines/pipelines/typed');
  const code = new CodeView(page);
  await code.open('Split');
  await code.caretAt('"id": "b"', 2);
  await page.keyboard.type('eta');
  await expect(page.locator('[data-stage="beta"]')).toBeVisible();
  await expect(page.locator('[data-stage="b"]')).toHaveCount(0);

  // Undone on the canvas, redone in the text.
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(code.line('"id": "b"')).toBeVisible();
  await expect(page.locator('[data-stage="b"]')).toBeVisible();
  await code.text.focus();
  await page.keyboard.press('Control+Shift+z');
  await expect(code.line('"id": "beta"')).toBeVisible();
  await expect(page.locator('[data-stage="beta"]')).toBeVisible();

  // Deleted on the canvas, brought back in the text.
  await page.locator('[data-stage="beta"]').click();
  await page.keyboard.press('Delete');
  await expect(code.line('"id": "beta"')).toHaveCount(0);
  await code.text.focus();
  await page.keyboard.press('Control+z');
  await expect(code.line('"id": "beta"')).toBeVisible();
});

test('a text that breaks keeps the last good canvas, says where it broke, and finds back', async ({ page, server }) => {
  writePipeline(server, 'breaking', TWO_STAGES);
  await page.goto('/pipelines/pipelines/breaking');
  const code = new CodeView(page);
  await code.open('Split');
  await code.caretAt('"id": "a"');
  await page.keyboard.press('Backspace');
  const notice = page.getByText(/^The text breaks in line/);
  await expect(notice).toBeVisible();
  await expect(page.locator('[data-stage]')).toHaveCount(2);
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await page.keyboard.type(',');
  await expect(notice).toHaveCount(0);
  await expect(page.locator('.squiggly-error')).toHaveCount(0);
});

test('caret and canvas select the same stage, each following the other', async ({ page, server }) => {
  writePipeline(server, 'in-step', TWO_STAGES);
  await page.goto('/pipelines/pipelines/in-step');
  const code = new CodeView(page);
  await code.open('Split');
  await code.caretAt('"depends_on"');
  await expect(page.getByRole('region', { name: 'Stage b' })).toBeVisible();
  await expect(code.text).toBeFocused();
  await page.locator('[data-stage="a"]').click();
  await expect(page.getByRole('region', { name: 'Stage a' })).toBeVisible();
  await expect(page.locator('.monaco-editor .fm-selected-stage').first()).toBeVisible();
});

test('F2 on the id of a stage renames it in every place, and F12 leads to it', async ({ page, server }) => {
  const file = writePipeline(server, 'renaming', TWO_STAGES);
  await page.goto('/pipelines/pipelines/renaming');
  const code = new CodeView(page);
  await code.open('JSON');
  await code.caretAt('"depends_on"', 3);
  await page.keyboard.press('F2');
  const field = page.getByRole('textbox', { name: /Rename input/ });
  await field.fill('first');
  await field.press('Enter');
  await expect(code.line('"depends_on": ["first"]')).toBeVisible();
  await expect(code.line('{{ stages.first.status }}')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(file, 'utf8')).toBe(TWO_STAGES.replaceAll(/"a"|stages\.a/g, rename));

  await code.caretAt('"depends_on"', 3);
  await page.keyboard.press('F12');
  await page.keyboard.type('_');
  await expect(code.line(/"id":.+"(_first|first_)"/)).toBeVisible();
});

function rename(mention: string): string {
  return mention.startsWith('"') ? '"first"' : 'stages.first';
}

test('a quick fix in the text is one gesture', async ({ page, server }) => {
  writePipeline(server, 'fixing', TWO_STAGES.replace('["a"]', '["aa"]'));
  await page.goto('/pipelines/pipelines/fixing');
  const code = new CodeView(page);
  await code.open('JSON');
  await code.caretAt('"depends_on"', 3);
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await page.keyboard.press('Control+.');
  await page.getByRole('option', { name: /Replace with "a"/ }).click();
  await expect(code.line('"depends_on": ["a"]')).toBeVisible();
  await code.text.focus();
  await page.keyboard.press('Control+z');
  await expect(code.line('"depends_on": ["aa"]')).toBeVisible();
});

test('expressions and ids of stages complete in the text', async ({ page, server }) => {
  writePipeline(server, 'completing', TWO_STAGES);
  await page.goto('/pipelines/pipelines/completing');
  const code = new CodeView(page);
  await code.open('JSON');
  await code.caretAt('stages.a.status', 6);
  await page.keyboard.type(' ~ stages.');
  const options = page.locator('.suggest-widget .monaco-list-row');
  await expect(options.filter({ hasText: 'a' }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(code.line('stages.a.status ~ stages.a')).toBeVisible();
});

test('bytes that nobody touched stay, whatever the ends of the lines', async ({ page, server }) => {
  const text = TWO_STAGES.replaceAll('\n', '\r\n').replace('"two",\r\n', '"two",\n');
  const file = writePipeline(server, 'line-ends', text);
  await page.goto('/pipelines/pipelines/line-ends');
  const code = new CodeView(page);
  await code.open('JSON');
  await code.caretAt('"message": "one"', 3);
  await page.keyboard.type('!');
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(file, 'utf8')).toBe(text.replace('"one"', '"one!"'));
});

test('problems are walked, fixed one by one and fixed all at once, by keyboard alone', async ({ page, server }) => {
  cpSync(join(FIXTURES, 'seed-cicd.json'), join(server.workspace, 'pipelines/seed-problems.pipeline.json'));
  await page.goto('/pipelines/pipelines/seed-problems');
  await page.getByRole('button', { name: /^7 errors/ }).press('Enter');
  const problems = page.getByRole('region', { name: 'Problems' });
  const rows = problems.locator('[data-problem]');
  await expect(rows.first()).toBeVisible();
  await expectNoViolations(page, { exclude: '.react-flow' });

  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const form = page.getByRole('region', { name: 'Stage check-tests' });
  await expect(form.locator('[data-field="If false"] :focus')).toBeVisible();
  await rows.first().focus();
  await page.keyboard.press('f');
  await expect(page.getByText(/^Fixed 1 problem/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^6 errors, / })).toBeVisible();

  await page.getByRole('button', { name: /^Fix all of this kind: Unknown stage/ }).press('Enter');
  await expect(page.getByRole('button', { name: '0 errors', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Fix all', exact: true }).press('Enter');
  await expect(page.getByText(/need a person\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: '0 errors', exact: true })).toBeVisible();
});

test('problems are filtered by words and severity, and a place outside of all stages is shown in the text', async ({
  page,
  server,
}) => {
  const text = TWO_STAGES.replace('"version"', '"versoin"').replace('["a"]', '["gone"]');
  writePipeline(server, 'filtered', text);
  await page.goto('/pipelines/pipelines/filtered');
  await page.getByRole('button', { name: /^\d+ errors?/ }).click();
  const rows = page.getByRole('region', { name: 'Problems' }).locator('[data-problem]');
  await page.getByRole('searchbox', { name: 'Filter problems' }).fill('gone');
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAccessibleName(/There is no stage "gone"/);
  await page.getByRole('searchbox', { name: 'Filter problems' }).fill('nothing like this');
  await page.getByRole('button', { name: /^Show all/ }).click();
  await rows.filter({ hasText: 'versoin' }).click();
  await expect(page.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
  await expect(new CodeView(page).line('versoin')).toBeVisible();
});
