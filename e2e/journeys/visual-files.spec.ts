import { EditorPage } from '../support/editor-page.ts';
import { BOTH, DARK, expect, expectState, test, writePictured } from '../support/picture-test.ts';
import { threeStages } from '../support/workspace-files.ts';

/** The edit of these pictures: D on a stage disables it. */
async function disable(editor: EditorPage, stageId: string): Promise<void> {
  await editor.stage(stageId).click();
  await editor.page.keyboard.press('d');
  await expect(editor.fileState).toHaveText('unsaved');
}

test.describe('working with files looks as it did', () => {
  test('a comparison, in its dialog and on the canvas, and the menu of exports', async ({ page, server }) => {
    writePictured(server, 'pipelines/compared', threeStages('compared'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/compared');
    await disable(editor, 'first');
    await editor.stage('third').click();
    await page.keyboard.press('Delete');
    await editor.button('Add stage').click();
    await page.getByRole('option', { name: /^HTTP request/ }).click();
    await expect(editor.stage('http-request')).toBeVisible();
    await editor.drawn();
    await editor.button('Fit the whole pipeline').click();
    await editor.button('More actions').click();
    await page.getByRole('menuitem', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare' });
    await expect(dialog.getByRole('list', { name: 'Changes' })).toBeVisible();
    await expectState(page, 'compare-dialog');
    await dialog.getByRole('tab', { name: 'Text' }).click();
    await expect(dialog.getByRole('table')).toBeVisible();
    await expectState(page, 'compare-text', DARK);
    await dialog.getByRole('button', { name: 'Show on the canvas' }).click();
    await expect(page.getByRole('region', { name: 'Comparison' })).toBeVisible();
    await editor.button('Fit the whole pipeline').click();
    await expectState(page, 'compare-canvas', BOTH);
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('menuitem', { name: /^ZIP/ })).toBeVisible();
    await expectState(page, 'export-menu');
  });

  test('a conflict with the file on disk', async ({ page, server }) => {
    writePictured(server, 'pipelines/conflict', threeStages('conflict'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/conflict');
    await disable(editor, 'first');
    const stage = '"component": "logger", "config": { "message": "one" }';
    const theirs = threeStages('conflict').replace(stage, `${stage}, "disabled": false`).replace('"three"', '"drei"');
    writePictured(server, 'pipelines/conflict', theirs);
    await expect(page.getByRole('alert').getByText('This file changed on disk.')).toBeVisible();
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Merge and save' })).toBeVisible();
    await expectState(page, 'conflict');
  });

  test('a draft that is offered', async ({ page, server }) => {
    writePictured(server, 'pipelines/draft', threeStages('draft'));
    page.on('dialog', (dialog) => dialog.accept());
    const editor = new EditorPage(page);
    await editor.open('pipelines/draft');
    await disable(editor, 'second');
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    await expect(page.getByText('draft has unsaved changes.')).toBeVisible();
    await page.goto('/pipelines/pipelines/draft');
    await expect(page.getByRole('region', { name: 'Unsaved changes' })).toBeVisible();
    await editor.drawn();
    await expectState(page, 'draft-bar', DARK);
  });

  test('a file before it is imported', async ({ page }) => {
    await page.goto('/gallery');
    await expect(page.getByRole('list', { name: 'Templates' })).toBeVisible();
    await page.keyboard.press('Control+i');
    const dialog = page.getByRole('dialog', { name: 'Import a pipeline' });
    const text = threeStages('imported').replace('"logger", "depends_on"', '"loger", "depends_on"');
    await dialog.getByRole('textbox', { name: 'Or paste the text' }).fill(text);
    await dialog.getByRole('button', { name: 'Continue' }).press('Enter');
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
    await expectState(page, 'import-preview');
  });
});
