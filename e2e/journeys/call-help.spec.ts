import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeView } from '../support/code-view.ts';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';

const TEXT = JSON.stringify(
  { name: 'calls', version: '1.0.0', stages: [{ id: 'say', component: 'logger', config: { message: 'HERE' } }] },
  null,
  2,
);

test('a field shows how a filter is called while its arguments are typed', async ({ page, server }) => {
  writeFileSync(join(server.workspace, 'pipelines/calls.pipeline.json'), TEXT);
  const editor = new EditorPage(page);
  await editor.open('pipelines/calls');
  await editor.stage('say').click();
  const message = editor.stagePanel('say').getByLabel('Message');
  const help = page.getByRole('tooltip').filter({ hasText: 'replace(' });
  await expect(message).toHaveAttribute('contenteditable', 'true'); // until then it is a plain field, without help
  await message.fill('');
  await message.pressSequentially('{{input.x | replace(');
  await expect(help.locator('mark')).toHaveText(/^old/);
  await message.pressSequentially("'a', ");
  await expect(help.locator('mark')).toHaveText(/^new/);
  // The first Escape closes what is offered, the second what is told.
  await expect(page.getByRole('listbox', { name: 'Completions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Completions' })).toHaveCount(0);
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(message).toBeFocused();
  await message.pressSequentially("'b') ");
  await message.press('ArrowLeft');
  await message.press('ArrowLeft');
  await expect(help).toBeVisible();
  await message.press('End');
  await expect(help).toHaveCount(0);
});

test('the text shows how a filter is called while its arguments are typed', async ({ page, server }) => {
  writeFileSync(join(server.workspace, 'pipelines/calls-in-text.pipeline.json'), TEXT);
  const editor = new EditorPage(page);
  await editor.open('pipelines/calls-in-text');
  await page.getByRole('tab', { name: 'JSON' }).click();
  const code = new CodeView(page);
  await code.line('HERE').getByText('HERE').dblclick();
  await page.keyboard.type('{{ input.x | repl');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.suggest-widget .monaco-list-row.focused')).toContainText('replace');
  await page.keyboard.press('Enter');
  const help = page.locator('.parameter-hints-widget.visible');
  await expect(help.locator('.parameter.active')).toHaveText(/^old/);
  await page.keyboard.type("'a', ");
  await expect(help.locator('.parameter.active')).toHaveText(/^new/);
  await expect(code.line("replace('a', )")).toBeVisible();
});
