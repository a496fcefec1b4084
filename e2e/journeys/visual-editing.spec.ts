import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeView } from '../support/code-view.ts';
import { EditorPage } from '../support/editor-page.ts';
import { largePipelineText } from '../support/large-pipeline.ts';
import { BOTH, DARK, expect, expectState, test, writePictured } from '../support/picture-test.ts';
import { threeStages } from '../support/workspace-files.ts';

const FIXTURES = join(import.meta.dirname, '../../packages/pipeline-schema/test-data');
const DEPLOYMENT = 'pipelines/devops-cicd-deployment';
const INCIDENT = 'pipelines/devops-incident-response';

/** Shows all of the pipeline, once everything stands at its place. */
async function fit(editor: EditorPage): Promise<void> {
  await editor.drawn();
  await editor.button('Fit the whole pipeline').click();
}

test.describe('the editor looks as it did', () => {
  test('empty, with the list of components, and with the dialog that adds a stage', async ({ page, server }) => {
    writePictured(server, 'pipelines/blank', '{ "name": "blank", "version": "1.0.0", "stages": [] }\n');
    const editor = new EditorPage(page);
    await editor.open('pipelines/blank');
    await editor.drawn();
    await expectState(page, 'editor-empty', BOTH);
    await editor.button('Add stage').first().click();
    await expect(page.getByRole('dialog', { name: 'Add stage' })).toBeVisible();
    await expectState(page, 'editor-add-stage', DARK);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show components' }).click();
    await expect(page.getByRole('region', { name: 'Components' })).toBeVisible();
    await expectState(page, 'editor-components');
  });

  test('a pipeline, at every width', async ({ page }) => {
    const editor = new EditorPage(page);
    await editor.open(DEPLOYMENT);
    await fit(editor);
    await expectState(page, 'editor', BOTH);
    await page.setViewportSize({ width: 2560, height: 1440 });
    await fit(editor);
    await expectState(page, 'editor-2560', { isOnlyPicture: true });
    await page.setViewportSize({ width: 1920, height: 1080 });
    await fit(editor);
    await editor.stage('prod-health-check').click();
    await expect(editor.stagePanel('prod-health-check').getByLabel('Id', { exact: true })).toBeVisible();
    await expectState(page, 'editor-1920', DARK);
    await page.setViewportSize({ width: 400, height: 800 });
    await expectState(page, 'editor-stage-400');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(editor.stagePanel('prod-health-check')).toHaveCount(0);
    await expectState(page, 'editor-400');
  });

  test('a stage in the inspector, with completion and preview', async ({ page }) => {
    const editor = new EditorPage(page);
    await editor.open(INCIDENT);
    await fit(editor);
    await editor.stage('determine-action').click();
    await expect(editor.stagePanel('determine-action').getByLabel('Id', { exact: true })).toBeVisible();
    await expectState(page, 'inspector', BOTH);
    await editor.stage('fetch-logs').click();
    const field = editor.stagePanel('fetch-logs').getByLabel('URL');
    await field.click();
    await page.keyboard.press('End');
    await field.pressSequentially('/{{input.');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectState(page, 'inspector-completion');
  });

  test('a selection of several, the menu of a stage, a note, a line that is drawn', async ({ page, server }) => {
    const document = {
      ...JSON.parse(threeStages('selection')),
      notes: [{ id: 'note-1', text: 'Ask **ops** before the second step.', position: [0, 200] }],
    };
    document.stages.push({ id: 'fourth', component: 'logger', config: { message: 'four' } });
    writePictured(server, 'pipelines/selection', JSON.stringify(document));
    const editor = new EditorPage(page);
    await editor.open('pipelines/selection');
    await fit(editor);
    await editor.stage('first').click({ button: 'right', position: { x: 40, y: 20 } });
    await expect(page.getByRole('menu')).toBeVisible();
    await expectState(page, 'context-menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await editor.button('Connect third to…').hover();
    await page.mouse.down();
    await page.mouse.move(700, 640, { steps: 5 });
    await expectState(page, 'connecting', { schemes: ['light', 'dark'], keepsPointer: true });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await editor.stage('first').focus();
    await page.keyboard.press('Control+a');
    await expect(page.getByRole('region', { name: 'Selected stages' })).toBeVisible();
    await expectState(page, 'selection-of-all');
  });

  test('seven ghosts, and the problems that they are', async ({ page, server }) => {
    writePictured(server, 'pipelines/seed-cicd', readFileSync(join(FIXTURES, 'seed-cicd.json'), 'utf8'));
    const editor = new EditorPage(page);
    await editor.open('pipelines/seed-cicd');
    await fit(editor);
    await expectState(page, 'ghosts', DARK);
    await page.getByRole('button', { name: /^7 errors/ }).click();
    await expect(page.getByRole('region', { name: 'Problems' }).locator('[data-problem]').first()).toBeVisible();
    await fit(editor);
    await expectState(page, 'problems', DARK);
  });

  test('a broken text beside the last good canvas, and the text alone', async ({ page, server }) => {
    writePictured(server, 'pipelines/torn', JSON.stringify(JSON.parse(threeStages('torn')), null, 2));
    const editor = new EditorPage(page);
    await editor.open('pipelines/torn');
    await editor.drawn();
    const code = new CodeView(page);
    await code.open('Split');
    await fit(editor);
    await expectState(page, 'split');
    await code.caretAt('"id": "second"');
    await page.keyboard.press('Backspace');
    await expect(page.getByText(/^The text breaks in line/)).toBeVisible();
    await expect(page.locator('.squiggly-error').first()).toBeVisible();
    await expectState(page, 'broken-text', BOTH);
    await page.keyboard.type(',');
    await expect(page.locator('.squiggly-error')).toHaveCount(0);
    await page.getByRole('tab', { name: 'JSON', exact: true }).click();
    await expectState(page, 'json', DARK);
  });

  test('both diagrams', async ({ page }) => {
    await new EditorPage(page).open(INCIDENT);
    for (const tab of ['Mermaid', 'Gantt']) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel', { name: tab }).locator('svg[id^=mermaid]')).toBeVisible();
      await expectState(page, tab.toLowerCase(), tab === 'Gantt' ? DARK : {});
    }
  });

  test('five hundred stages', async ({ page, server }) => {
    writePictured(server, 'pipelines/large', largePipelineText(500));
    const editor = new EditorPage(page);
    await editor.open('pipelines/large');
    await fit(editor);
    await expectState(page, 'five-hundred');
  });
});
