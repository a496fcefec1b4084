import type { Page } from '@playwright/test';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { threeStages, WorkspaceFiles } from '../support/workspace-files.ts';

/** The one edit of these journeys: D on a stage disables it, which shows in the text. */
async function disable(editor: EditorPage, stageId: string): Promise<void> {
  await editor.stage(stageId).click();
  await editor.page.keyboard.press('d');
  await expect(editor.fileState).toHaveText('unsaved');
}

async function openMenu(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}` }).click();
}

test.describe('pipelines of the workspace', () => {
  test('a new one is named, gets a file, and opens empty', async ({ page, server }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'New pipeline' }).click();
    const dialog = page.getByRole('dialog', { name: 'New pipeline' });
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Nightly clean-up');
    await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue('pipelines/nightly-clean-up');
    await expectNoViolations(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Nightly clean-up' })).toBeVisible();
    await expect(page).toHaveURL(/\/pipelines\/pipelines\/nightly-clean-up$/);
    expect(JSON.parse(new WorkspaceFiles(server).read('pipelines/nightly-clean-up'))).toEqual({
      $schema: 'https://flowmason.dev/schemas/pipeline.schema.json',
      name: 'Nightly clean-up',
      version: '1.0.0',
      stages: [],
    });
  });

  test('a name that is taken is refused before anything is written', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'New pipeline' }).click();
    const dialog = page.getByRole('dialog', { name: 'New pipeline' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('again');
    await dialog.getByRole('textbox', { name: 'File' }).fill('pipelines/devops-cicd-deployment');
    await expect(dialog.getByText('There is a pipeline "pipelines/devops-cicd-deployment" already.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
  });

  test('renaming changes the name in the document and moves the file, and no other byte', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/before', threeStages('before'));
    await page.goto('/');
    await openMenu(page, 'before');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rename or move' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('after');
    await dialog.getByRole('textbox', { name: 'File' }).fill('team/after');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(page.getByRole('region', { name: 'Folder team' }).getByRole('link', { name: 'after' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'before' })).toHaveCount(0);
    expect(files.read('team/after')).toBe(threeStages('after'));
    expect(() => files.read('pipelines/before')).toThrow('ENOENT');
  });

  test('a copy stands beside the original', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/original', threeStages('original'));
    await page.goto('/');
    await openMenu(page, 'original');
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('dialog', { name: 'Duplicate' }).getByRole('button', { name: 'Duplicate' }).click();
    await expect(page.getByRole('heading', { name: 'original copy' })).toBeVisible();
    expect(files.read('pipelines/original')).toBe(threeStages('original'));
    expect(files.read('pipelines/original-copy')).toBe(threeStages('original copy'));
  });

  test('a deleted one comes back to the byte by undo, all by keyboard', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/short-lived', threeStages('short-lived'));
    await page.goto('/');
    await page.getByRole('link', { name: 'short-lived' }).focus();
    await page.keyboard.press('Delete');
    await expect(page.getByText('Deleted short-lived.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'short-lived' })).toHaveCount(0);
    expect(() => files.read('pipelines/short-lived')).toThrow('ENOENT');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(page.getByRole('link', { name: 'short-lived' })).toBeVisible();
    expect(files.read('pipelines/short-lived')).toBe(threeStages('short-lived'));
  });

  test('a deleted one hands the focus on and is offered back, by Ctrl+Z too, for as long as the list shows', async ({
    page,
    server,
  }) => {
    const files = new WorkspaceFiles(server);
    for (const name of ['gone-1', 'gone-2', 'gone-3']) files.write(`vanishing/${name}`, threeStages(name));
    await page.goto('/');
    const link = (name: string) => page.getByRole('link', { name, exact: true });
    await link('gone-1').focus();
    await page.keyboard.press('Delete');
    await expect(link('gone-1')).toHaveCount(0);
    await expect(link('gone-2')).toBeFocused();
    await page.getByRole('button', { name: 'Actions for gone-3' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(link('gone-3')).toHaveCount(0);
    await expect(link('gone-2')).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(link('gone-3')).toBeFocused();
    expect(() => files.read('vanishing/gone-1')).toThrow('ENOENT');
    await page.keyboard.press('Control+z');
    await expect(link('gone-1')).toBeFocused();
    expect(files.read('vanishing/gone-1')).toBe(threeStages('gone-1'));
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await page.getByRole('link', { name: 'Runs' }).click();
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  test('a name that is too long is refused with how long it may be', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'New pipeline' }).click();
    const dialog = page.getByRole('dialog', { name: 'New pipeline' });
    await dialog.getByLabel('Name').fill('a'.repeat(300));
    await expect(dialog.getByText('A name has at most 100 characters; this has 300.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
  });

  test('F2 renames the pipeline that has the focus', async ({ page }) => {
    await page.goto('/');
    await page
      .getByRole('region', { name: 'Folder pipelines' })
      .getByRole('link', { name: 'devops-incident-response', exact: true })
      .focus();
    await page.keyboard.press('F2');
    await expect(page.getByRole('dialog', { name: 'Rename or move' })).toBeVisible();
  });
});

test.describe('saving', () => {
  test('is explicit, and writes only what was changed', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/to-save', threeStages('to-save'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/to-save');
    await expect(editor.fileState).toHaveText('saved');
    await disable(editor, 'second');
    await expect(page).toHaveTitle('● to-save · FlowMason');
    expect(files.read('pipelines/to-save')).toBe(threeStages('to-save'));
    await page.keyboard.press('Control+s');
    await expect(editor.fileState).toHaveText('saved');
    await expect(page).toHaveTitle('to-save · FlowMason');
    const saved = files.read('pipelines/to-save');
    expect(saved.replace(/,\s*"disabled": true/, '')).toBe(threeStages('to-save'));
    await editor.button('Undo').click();
    await expect(editor.fileState).toHaveText('unsaved');
    await editor.button('Save').click();
    await expect(editor.fileState).toHaveText('saved');
    expect(files.read('pipelines/to-save')).toBe(threeStages('to-save'));
  });

  test('tells when the server is gone, and is done again by hand when it is back', async ({
    page,
    server,
    context,
    pageErrors,
  }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/offline', threeStages('offline'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/offline');
    // What editing needs is loaded ahead, while there is a server.
    await untilQuiet(page);
    const mark = page.getByRole('status').filter({ hasText: 'Offline: changes are kept as a draft in this browser' });
    await expect(mark).toHaveCount(0);
    await context.setOffline(true);
    await expect(mark).toBeVisible();
    await disable(editor, 'first');
    await expect(editor.stagePanel('first')).toBeVisible();
    await editor.button('Save').click();
    await expect(page.getByText('Not saved.')).toBeVisible();
    await expect(editor.fileState).toHaveText('not saved');
    await expect(mark).toBeVisible();
    await context.setOffline(false);
    await expect(mark).toHaveCount(0);
    await expect(editor.fileState).toHaveText('not saved');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(editor.fileState).toHaveText('saved');
    expect(files.read('pipelines/offline')).toContain('"disabled": true');
    pageErrors.length = 0; // the browser reports each request that found nobody
  });

  test('is offered where a run would leave changes out', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/run-unsaved', threeStages('run-unsaved'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/run-unsaved');
    await disable(editor, 'third');
    await editor.button('Run').click();
    const dialog = page.getByRole('dialog', { name: 'Run run-unsaved' });
    await expect(dialog.getByText('This pipeline has unsaved changes.')).toBeVisible();
    await dialog.getByRole('button', { name: /^Save and run/ }).click();
    await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible();
    await expect(editor.stage('third')).toHaveAccessibleName(/skipped|disabled/);
    expect(files.read('pipelines/run-unsaved')).toContain('"disabled": true');
  });
});

test.describe('a file that changes on disk', () => {
  test('is taken up when nothing was edited, and undo brings back the text from before', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/outside', threeStages('outside'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/outside');
    files.write('pipelines/outside', threeStages('outside').replaceAll('third', 'last'));
    await expect(editor.stage('last')).toBeVisible();
    await expect(page.getByText('Reloaded: the file was changed outside of this tab.')).toBeVisible();
    await expect(editor.fileState).toHaveText('saved');
    await editor.button('Undo').click();
    await expect(editor.stage('third')).toBeVisible();
    await expect(editor.fileState).toHaveText('unsaved');
  });

  test('is merged with edits of other fields, and undo has both sides', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    const theirs = threeStages('merged').replace('"three"', '"drei"');
    files.write('pipelines/merged', threeStages('merged'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/merged');
    await disable(editor, 'first');
    const mine = await editor.exportedText();
    files.write('pipelines/merged', theirs);
    await expect(page.getByRole('alert').getByText('This file changed on disk.')).toBeVisible();
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'This file changed on disk' });
    await expect(dialog.getByText('Both sides changed different things')).toBeVisible();
    await expect(dialog.getByRole('region', { name: 'Yours' })).toContainText('disabled');
    await expect(dialog.getByRole('region', { name: 'On disk' })).toContainText('config.message');
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Merge and save' }).click();
    await expect(editor.fileState).toHaveText('saved');
    expect(files.read('pipelines/merged')).toBe(mine.replace('"three"', '"drei"'));
    await editor.button('Undo').click();
    expect(await editor.exportedText()).toBe(theirs);
    await editor.button('Undo').click();
    expect(await editor.exportedText()).toBe(mine);
  });

  test('asks which side counts where both have changed the same value', async ({ page, server, pageErrors }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/torn-apart', threeStages('torn-apart'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/torn-apart');
    await disable(editor, 'first');
    const stage = '"component": "logger", "config": { "message": "one" }';
    const theirs = threeStages('torn-apart').replace(stage, `${stage}, "disabled": false`);
    files.write('pipelines/torn-apart', theirs);
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'This file changed on disk' });
    const merge = dialog.getByRole('button', { name: 'Merge and save' });
    await expect(merge).toBeDisabled();
    await dialog.getByRole('radio', { name: /On disk/ }).click();
    await dialog.getByRole('tab', { name: 'Text', exact: true }).click();
    await expect(dialog.getByRole('table')).toContainText('"disabled": false');
    await merge.click();
    await expect(editor.fileState).toHaveText('saved');
    expect(JSON.parse(files.read('pipelines/torn-apart'))).toEqual(JSON.parse(theirs));
    // Whoever is quicker than the look at the disk is told by the server, and the browser reports that answer.
    expect(pageErrors.filter((error) => !error.includes('412'))).toEqual([]);
    pageErrors.length = 0;
  });

  test('leaves a copy of what was edited here when it is asked to', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    const theirs = threeStages('both-kept').replace('"one"', '"eins"');
    files.write('pipelines/both-kept', threeStages('both-kept'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/both-kept');
    await disable(editor, 'first');
    const mine = await editor.exportedText();
    files.write('pipelines/both-kept', theirs);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Save mine as a copy' }).click();
    await expect(page.getByText('Your version is in pipelines/both-kept-copy.pipeline.json.')).toBeVisible();
    await expect(editor.fileState).toHaveText('saved');
    expect([files.read('pipelines/both-kept'), files.read('pipelines/both-kept-copy')]).toEqual([theirs, mine]);
  });
});

test.describe('changes that were not saved', () => {
  test('are offered after a reload, can be looked at, and come back', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/left', threeStages('left'));
    page.on('dialog', (dialog) => dialog.accept());
    const editor = new EditorPage(page);
    await editor.open('pipelines/left');
    await disable(editor, 'second');
    const edited = await editor.exportedText();
    // Going to another page of the editor keeps them just the same.
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    await expect(page.getByText('left has unsaved changes.')).toBeVisible();
    await page.goto('/pipelines/pipelines/left');
    const offer = page.getByRole('region', { name: 'Unsaved changes' });
    await expect(offer.getByText(/^Unsaved changes from \d\d:\d\d$/)).toBeVisible();
    await expectNoViolations(page);
    await offer.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('dialog').getByRole('list', { name: 'Changes' })).toContainText('second');
    await page.keyboard.press('Escape');
    await offer.getByRole('button', { name: 'Restore' }).click();
    await expect(offer).toHaveCount(0);
    await expect(editor.fileState).toHaveText('unsaved');
    expect(await editor.exportedText()).toBe(edited);
    await editor.button('Save').click();
    await expect(editor.fileState).toHaveText('saved');
    await page.reload();
    await expect(editor.stage('second')).toBeVisible();
    await expect(offer).toHaveCount(0);
  });

  test('follow the file when it is given another name', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/old-name', threeStages('old-name'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/old-name');
    await disable(editor, 'second');
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    await page.getByRole('link', { name: 'old-name' }).focus();
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: 'Rename or move' });
    await dialog.getByRole('textbox', { name: 'File' }).fill('pipelines/new-name');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await page.goto('/pipelines/pipelines/new-name');
    await page.getByRole('region', { name: 'Unsaved changes' }).getByRole('button', { name: 'Restore' }).click();
    await expect(editor.fileState).toHaveText('unsaved');
    await editor.button('Save').click();
    await expect(editor.fileState).toHaveText('saved');
    expect(new WorkspaceFiles(server).read('pipelines/new-name')).toContain('"disabled": true');
  });

  test('go along with their history when the open file is renamed and moved', async ({ page, server }) => {
    const files = new WorkspaceFiles(server);
    files.write('pipelines/moved-open', threeStages('moved-open'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/moved-open');
    await disable(editor, 'second');
    await editor.button('More actions').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rename or move' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('moved-away');
    await dialog.getByRole('textbox', { name: 'File' }).fill('team/moved-away');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(page).toHaveURL(/\/pipelines\/team\/moved-away/);
    await expect(editor.stage('second')).toHaveAccessibleName(/disabled/);
    await expect(editor.fileState).toHaveText('unsaved');
    expect(files.read('team/moved-away')).toBe(threeStages('moved-away'));
    await editor.button('Undo').click();
    await editor.button('Undo').click();
    expect(await editor.exportedText()).toBe(threeStages('moved-open'));
    await editor.redoAll();
    await editor.button('Save').click();
    await expect(editor.fileState).toHaveText('saved');
    const saved = files.read('team/moved-away');
    expect(saved).toContain('"disabled": true');
    expect(saved.replace(/,\s*"disabled": true/, '')).toBe(threeStages('moved-away'));
    await page.reload();
    await expect(editor.stage('second')).toHaveAccessibleName(/disabled/);
    await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  });

  test('are marked in the list of pipelines until they are saved', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/marked', threeStages('marked'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/marked');
    await disable(editor, 'first');
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'marked', exact: true }) });
    await expect(row.getByText('unsaved draft')).toBeVisible();
    await expectNoViolations(page);
    await row.getByRole('link', { name: 'marked', exact: true }).click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await editor.button('Save').click();
    await expect(editor.fileState).toHaveText('saved');
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    await expect(row).toBeVisible();
    await expect(row.getByText('unsaved draft')).toHaveCount(0);
  });

  test('are gone when they are discarded, and not before', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/thrown', threeStages('thrown'));
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      return dialog.accept();
    });
    const editor = new EditorPage(page);
    await editor.open('pipelines/thrown');
    await disable(editor, 'second');
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
    const offer = page.getByRole('region', { name: 'Unsaved changes' });
    await offer.getByRole('button', { name: 'Discard' }).click();
    await expect(offer).toHaveCount(0);
    // The one of the message, not the canvas's own.
    await page.getByRole('listitem').getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(offer).toBeVisible();
    await offer.getByRole('button', { name: 'Discard' }).click();
    await page.reload();
    await expect(editor.stage('second')).toBeVisible();
    await expect(offer).toHaveCount(0);
  });
});

test('a comparison shows on the canvas what was changed since the file was saved', async ({ page, server }) => {
  const files = new WorkspaceFiles(server);
  files.write('pipelines/compared', threeStages('compared'));
  const editor = new EditorPage(page);
  await editor.open('pipelines/compared');
  await disable(editor, 'first');
  await editor.stage('third').click();
  await page.keyboard.press('Delete');
  await editor.button('More actions').click();
  await page.getByRole('menuitem', { name: 'Compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  const changes = dialog.getByRole('list', { name: 'Changes' });
  await expect(changes.getByRole('listitem').filter({ hasText: 'first' })).toContainText('changed');
  await expect(changes.getByRole('listitem').filter({ hasText: 'third' })).toContainText('removed');
  await dialog.getByRole('tab', { name: 'Text' }).click();
  await expect(dialog.getByRole('table')).toContainText('"id": "third"');
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Show on the canvas' }).click();
  const bar = page.getByRole('region', { name: 'Comparison' });
  await expect(bar).toContainText('Compared with the saved file');
  await expect(bar).toContainText('Removed: third');
  await expect(editor.canvas.getByText('changed', { exact: true })).toBeVisible();
  await expectNoViolations(page);
  await bar.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(editor.canvas.getByText('changed', { exact: true })).toHaveCount(0);
});

test('a comparison draws removed stages to be seen and found, and not to be edited', async ({ page, server }) => {
  new WorkspaceFiles(server).write('pipelines/compared-removed', threeStages('compared-removed'));
  const editor = new EditorPage(page);
  await editor.open('pipelines/compared-removed');
  await editor.stage('third').click();
  await page.keyboard.press('Delete');
  await expect(editor.stage('third')).toHaveCount(0);
  await editor.button('More actions').click();
  await page.getByRole('menuitem', { name: 'Compare…' }).click();
  await page.getByRole('dialog', { name: 'Compare' }).getByRole('button', { name: 'Show on the canvas' }).click();
  const removed = editor.canvas.getByRole('group', { name: 'third, removed' });
  await expect(removed).toBeVisible();
  await expect(removed).toHaveAccessibleName('third, removed; Log; waited for second');
  // What can be done with stages is not done with it.
  await expect(editor.stage('third')).toHaveCount(0);
  await editor.stage('second').click();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('region', { name: 'Selected stages' }).getByText('2 stages')).toBeVisible();
  await page.keyboard.press('Control+f');
  await page.getByRole('searchbox', { name: 'Find on the canvas' }).fill('third');
  await expect(editor.canvas.getByRole('status').filter({ hasText: '1 of 1' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(removed).toHaveCount(0);
});

test('a link leads to a stage, and the address follows the selection', async ({ page, server }) => {
  new WorkspaceFiles(server).write('pipelines/linked', threeStages('linked'));
  const editor = new EditorPage(page);
  await editor.open('pipelines/linked?stage=second');
  await expect(editor.stagePanel('second')).toBeVisible();
  await editor.stage('third').click();
  await expect(page).toHaveURL(/\?stage=third$/);
  await page.reload();
  await expect(editor.stagePanel('third')).toBeVisible();
});
