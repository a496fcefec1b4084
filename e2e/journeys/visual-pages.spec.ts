import { BOTH, DARK, expect, expectState, test, writePictured } from '../support/picture-test.ts';
import { recordedRun } from '../support/replayed-run.ts';
import { standStill } from '../support/stand-still.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { WIZARD_STEPS } from '../support/wizard-steps.ts';
import { threeStages, WorkspaceFiles } from '../support/workspace-files.ts';

test.describe('the pages look as they did', () => {
  test('the workspace, with pipelines, without a match, and its dialogs', async ({ page, serve }) => {
    const server = await serve();
    for (const id of ['pipelines/devops-cicd-deployment', 'pipelines/devops-incident-response'])
      writePictured(server, id, new WorkspaceFiles(server).read(id));
    writePictured(server, 'team/nightly', threeStages('nightly').replace('["first"]', '["frist"]'));
    await page.goto(server.url);
    await expect(page.getByRole('link', { name: /devops-cicd-deployment/ })).toBeVisible();
    await expectState(page, 'workspace', BOTH);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await expectState(page, 'workspace-1920', { ...DARK, isOnlyPicture: true });
    await page.setViewportSize({ width: 400, height: 800 });
    await expectState(page, 'workspace-400');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('searchbox', { name: 'Search pipelines' }).fill('no such thing');
    await expect(page.getByText('No pipeline matches')).toBeVisible();
    await expectState(page, 'workspace-no-match');
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Nightly clean-up');
    await expectState(page, 'new-pipeline-dialog', DARK);
  });

  test('an empty workspace', async ({ page, serve, folder }) => {
    const server = await serve({ workspace: folder });
    await page.goto(server.url);
    await expect(page.getByText('This workspace has no pipelines yet')).toBeVisible();
    await expectState(page, 'workspace-empty');
  });

  test('the runs, and the keys', async ({ page }) => {
    const items = ['cancelled', 'succeeded', 'failed', 'recovered'].map((name) => recordedRun(name).run);
    await standStill(page, new Date(Date.parse(String(items[0]?.['created_at'])) + 60 * 60 * 1000));
    await page.route('**/api/v1/runs?**', (route) => route.fulfill({ json: { items, next_cursor: null } }));
    await page.goto('/runs');
    await expect(page.getByRole('row')).toHaveCount(items.length + 1);
    await expectState(page, 'runs');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectState(page, 'help', DARK);
  });

  test('the gallery, a template', async ({ page }) => {
    await page.goto('/gallery');
    await expect(page.getByRole('list', { name: 'Templates' })).toBeVisible();
    await expectState(page, 'gallery');
    await page.goto('/gallery/error-handling');
    await expect(page.getByRole('img', { name: /^Timeline of/ }).locator('svg')).toBeVisible();
    await expect(page.getByRole('img', { name: /^Flowchart of/ }).locator('svg')).toBeVisible();
    await expectState(page, 'template');
    await page.getByRole('heading', { name: 'Timeline', exact: true }).scrollIntoViewIfNeeded();
    await expectState(page, 'template-timeline', DARK);
  });

  test('each step of the wizard', async ({ page }) => {
    for (const [step, shown] of WIZARD_STEPS) {
      await page.goto(`/wizard?template=error-handling&step=${step}`);
      await expect(page.getByRole('button', { name: shown }).first()).toBeVisible();
      if (step === 'choose' || step === 'stages')
        await expect(page.getByRole('img', { name: /^Flowchart/ }).locator('svg')).toBeVisible();
      await untilQuiet(page);
      await expectState(page, `wizard-${step}`, step === 'endpoints' ? DARK : {});
    }
  });
});
