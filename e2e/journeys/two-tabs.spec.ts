import { EditorPage } from '../support/editor-page.ts';
import { expect, test } from '../support/journey.ts';
import { threeStages, WorkspaceFiles } from '../support/workspace-files.ts';

test('two tabs edit one file: the second to save sees both sides, and nobody’s work is lost', async ({
  page,
  context,
  server,
}) => {
  const files = new WorkspaceFiles(server);
  files.write('pipelines/shared', threeStages('shared'));
  const first = new EditorPage(page);
  const second = new EditorPage(await context.newPage());
  for (const editor of [first, second]) await editor.open('pipelines/shared');
  await expect(first.page.getByText('also open in another tab')).toBeVisible();

  await first.stage('first').click();
  await first.page.keyboard.press('d');
  await expect(first.fileState).toHaveText('unsaved');
  await second.stage('third').click();
  await second.page.keyboard.press('d');
  await expect(second.fileState).toHaveText('unsaved');
  const textOfSecond = await second.exportedText();

  await first.button('Save').click();
  await expect(first.fileState).toHaveText('saved');
  await expect(second.page.getByRole('alert').getByText('This file changed on disk.')).toBeVisible();
  // What the other tab has saved takes nothing away here.
  expect(await second.exportedText()).toBe(textOfSecond);

  await second.button('Save').click();
  const dialog = second.page.getByRole('dialog', { name: 'This file changed on disk' });
  await dialog.getByRole('button', { name: 'Merge and save' }).click();
  await expect(second.fileState).toHaveText('saved');
  const { stages } = JSON.parse(files.read('pipelines/shared'));
  expect(stages.map(({ disabled }: { disabled?: boolean }) => disabled ?? false)).toEqual([true, false, true]);
  // The first tab has nothing of its own, so it takes the merged text up.
  await expect(first.stage('third')).toHaveAccessibleName(/disabled/);
  expect(await first.exportedText()).toBe(files.read('pipelines/shared'));
});
