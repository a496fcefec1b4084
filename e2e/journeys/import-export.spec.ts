import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { threeStages, WorkspaceFiles } from '../support/workspace-files.ts';

/** Drops a file on the page, as from the desktop. */
async function dropFile(page: Page, file: { readonly name: string; readonly text: string }): Promise<void> {
  const data = await page.evaluateHandle(({ name, text }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, file);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await expect(page.getByText('Drop to import')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

function importDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Import a pipeline' });
}

test.describe('importing', () => {
  test('a dropped file shows what it is, and is written to the byte', async ({ page, server }) => {
    const text = threeStages('dropped').replaceAll('"component"', '"type"');
    await page.goto('/');
    await dropFile(page, { name: 'anything.json', text });
    const dialog = importDialog(page);
    await expect(dialog).toContainText('dropped');
    await expect(dialog).toContainText('first, second, third');
    await expect(dialog.getByRole('textbox', { name: 'Save as' })).toHaveValue('pipelines/dropped');
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'dropped' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Run', exact: true })).toHaveCount(0);
    expect(new WorkspaceFiles(server).read('pipelines/dropped')).toBe(text);
  });

  test('a bare list of stages that is pasted becomes a pipeline as it is', async ({ page, server }) => {
    const text = '[{ "id": "only", "component": "logger", "config": { "message": "x" } }]';
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Pipelines', exact: true })).toBeVisible();
    await pasteText(page, text);
    const dialog = importDialog(page);
    await dialog.getByRole('textbox', { name: 'Save as' }).fill('pipelines/from-a-list');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'from-a-list' })).toBeVisible();
    await expect(page.locator('[data-stage="only"]')).toBeVisible();
    expect(new WorkspaceFiles(server).read('pipelines/from-a-list')).toBe(text);
  });

  test('Ctrl+I asks for a file or a text, by keyboard alone', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Pipelines', exact: true })).toBeVisible();
    await page.keyboard.press('Control+i');
    const dialog = importDialog(page);
    await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeFocused();
    await expectNoViolations(page);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('# A page of a wiki');
    await dialog.getByRole('button', { name: 'Continue' }).press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('It is no pipeline');
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  });

  test('an address of another origin is refused with the reason', async ({ page }) => {
    await page.goto('/import?from=https://elsewhere.example/x.json');
    await expect(page.getByRole('alert')).toContainText('https://elsewhere.example is another origin.');
    await expectNoViolations(page);
  });

  test('an address of this server is fetched and shown before anything is written', async ({ page }) => {
    await page.goto('/import?from=/api/v1/openapi.json');
    await expect(importDialog(page).getByRole('alert')).toContainText('It is no pipeline');
  });

  test('the answer of the API about a pipeline gives the text inside it', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/inside', threeStages('inside'));
    await page.goto('/import?from=/api/v1/pipelines/pipelines%252Finside');
    await expect(importDialog(page)).toContainText('first, second, third');
    await expect(importDialog(page).getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  });

  test('a file that is dropped on an open pipeline can be compared with it', async ({ page, server }) => {
    new WorkspaceFiles(server).write('pipelines/beside', threeStages('beside'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/beside');
    await dropFile(page, { name: 'older.json', text: threeStages('beside').replace('"two"', '"before"') });
    await importDialog(page).getByRole('button', { name: 'Compare with the open pipeline' }).click();
    const changes = page.getByRole('dialog', { name: 'Compare' }).getByRole('list', { name: 'Changes' });
    await expect(changes.getByRole('listitem')).toHaveCount(1);
    await expect(changes).toContainText('"before" → "two"');
  });
});

test.describe('exporting', () => {
  async function exported(page: Page, item: string): Promise<{ name: string; content: Buffer }> {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click(),
    ]);
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  }

  test('gives the text to the byte, its normal form, and both diagrams', async ({ page, server }) => {
    const text = threeStages('handed-out').replaceAll('"component"', '"type"');
    new WorkspaceFiles(server).write('pipelines/handed-out', text);
    await new EditorPage(page).open('pipelines/handed-out');
    const json = await exported(page, 'JSON');
    expect([json.name, json.content.toString()]).toEqual(['handed-out.pipeline.json', text]);
    const normalised = (await exported(page, 'Normalised')).content.toString();
    expect(normalised).toContain('"component": "logger"');
    expect(normalised).not.toContain('"type"');
    expect((await exported(page, 'Mermaid')).content.toString()).toMatch(/^flowchart LR/m);
    expect((await exported(page, 'Gantt')).content.toString()).toMatch(/^gantt/m);
  });

  test('draws the canvas as SVG with its words, and as PNG', async ({ page }) => {
    await new EditorPage(page).open('pipelines/devops-incident-response');
    const svg = await exported(page, 'SVG');
    expect(svg.name).toBe('devops-incident-response.svg');
    expect(svg.content.toString()).toContain('>analyze-incident</text>');
    expect(svg.content.toString()).toContain('>finally</text>');
    const png = await exported(page, 'PNG');
    expect(png.content.subarray(1, 4).toString()).toBe('PNG');
    // Width and height stand in its header: the SVG's, twice.
    const [, width] = /width="(\d+)"/.exec(svg.content.toString()) ?? [];
    expect(png.content.readUInt32BE(16)).toBe(2 * Number(width));
  });

  test('packs what is needed to run it elsewhere, and no value of a secret', async ({ page, server }) => {
    await new EditorPage(page).open('pipelines/devops-cicd-deployment');
    const zip = await exported(page, 'ZIP');
    const files = Object.fromEntries(
      Object.entries(unzipSync(new Uint8Array(zip.content))).map(([path, bytes]) => [path, strFromU8(bytes)]),
    );
    expect(Object.keys(files).toSorted()).toEqual([
      '.env.example',
      'README.md',
      'inputs/devops-cicd-deployment.json',
      'pipelines/devops-cicd-deployment.pipeline.json',
    ]);
    expect(files['pipelines/devops-cicd-deployment.pipeline.json']).toBe(
      new WorkspaceFiles(server).read('pipelines/devops-cicd-deployment'),
    );
    const variables = files['.env.example']?.match(/^FM_SECRET_\w+=.*$/gm) ?? [];
    expect(variables.length).toBeGreaterThan(1);
    expect(variables.filter((line) => !line.endsWith('='))).toEqual([]);
  });
});
