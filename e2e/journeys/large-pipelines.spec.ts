import { EditorPage } from '../support/editor-page.ts';
import { expect, test } from '../support/journey.ts';
import { largePipelineText } from '../support/large-pipeline.ts';
import { WorkspaceFiles } from '../support/workspace-files.ts';

for (const count of [500, 2_000]) {
  test(`${count} stages open, are all in view at one key, and can be found, edited and undone`, async ({
    page,
    server,
  }) => {
    const files = new WorkspaceFiles(server);
    files.write(`pipelines/large-${count}`, largePipelineText(count));
    const editor = new EditorPage(page);
    await editor.open(`pipelines/large-${count}`);
    await expect(editor.stage('call-0')).toBeVisible();
    // Only what is in view is drawn.
    expect(await page.locator('[data-stage]').count()).toBeLessThan(100);
    await editor.stage('call-0').focus();
    await page.keyboard.press('1');
    await expect(page.locator('[data-stage]')).toHaveCount(count);
    await expect(editor.stage('check-1')).toHaveAccessibleName(
      /^check-1 Condition; waits for read-1; leads to deploy-1, notify-1$/,
    );

    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.insertText('deploy-21');
    await page.keyboard.press('Escape');
    await expect(editor.stage('deploy-21')).toBeFocused();
    await page.keyboard.press('d');
    await expect(editor.stage('deploy-21')).toHaveAccessibleName(/disabled/);
    await editor.button('Undo').click();
    await expect(editor.stage('deploy-21')).not.toHaveAccessibleName(/disabled/);
    expect(await editor.exportedText()).toBe(largePipelineText(count));
  });
}
