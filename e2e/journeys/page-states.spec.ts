import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EditorPage } from '../support/editor-page.ts';
import { expectMoment } from '../support/expect-moment.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { WorkspaceFiles } from '../support/workspace-files.ts';

test('an empty workspace says how to get a first pipeline', async ({ page, serve, folder }) => {
  const server = await serve({ workspace: folder });
  await page.goto(server.url);
  await expect(page.getByText('This workspace has no pipelines yet')).toBeVisible();
  await expect(page.getByText('fm init')).toBeVisible();
  await expectNoViolations(page);
});

for (const { address, title } of [
  { address: '/pipelines/%E0%A4%A', title: 'This pipeline is not in the workspace' },
  { address: '/%E0%A4%A', title: 'There is no such page' },
  { address: '/gallery/%', title: 'There is no template “%”' },
  { address: '/import?from=/a/%25E0%25A4', title: 'This cannot be imported' },
]) {
  test(`${address}, which does not decode, leads home`, async ({ page, pageErrors }) => {
    await page.goto(address);
    await expect(page.getByText(title)).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole('main').getByRole('link').first().click();
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expect(page.getByText(title)).toHaveCount(0);
    // The browser itself reports an answer with 404.
    pageErrors.splice(0, pageErrors.length, ...pageErrors.filter((error) => !error.includes('404')));
  });
}

test('a search without a result can be cleared', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Search pipelines' }).fill('no such thing');
  await expect(page.getByText('No pipeline matches “no such thing”')).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('link', { name: /devops-cicd-deployment/ }).first()).toBeVisible();
});

test('a text that is not JSON is drawn as far as it goes, and the notice leads to the place', async ({
  page,
  server,
}) => {
  const text = `{ "name": "torn", "version": "1.0.0", "stages": [
  { "id": "one", "component": "logger", "config": { "message": "a" } },
  { "id": "two", "component": "logger" "config": { "message": "b" } } ] }`;
  writeFileSync(join(server.workspace, 'pipelines/torn.pipeline.json'), text);
  await page.goto('/pipelines/pipelines/torn');
  await expect(page.locator('[data-stage]')).toHaveCount(2);
  await expect(page.getByRole('alert')).toContainText('The text breaks in line 3');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Show the place' }).click();
  await expect(page.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
});

test('a pipeline without a name is called after its file', async ({ page, server }) => {
  const document = { stages: [{ id: 'only', component: 'logger', config: { message: 'a' } }] };
  writeFileSync(join(server.workspace, 'pipelines/nameless-one.pipeline.json'), JSON.stringify(document));
  await page.goto('/');
  await page.getByRole('link', { name: 'nameless-one' }).click();
  await expect(page.getByRole('heading', { name: 'nameless-one' })).toBeVisible();
});

test('an address with a run that the server does not know shows the pipeline and one message', async ({
  page,
  pageErrors,
}) => {
  await page.goto('/pipelines/pipelines/devops-cicd-deployment?run=long-gone');
  await expect(page.getByText('The server does not know the run long-gone.')).toHaveCount(1);
  await expect(page.locator('[data-stage]').first()).toBeVisible();
  await expect(page).toHaveURL(/devops-cicd-deployment$/);
  await expectNoViolations(page);
  // The browser itself reports the one answer with 404.
  expect(pageErrors).toEqual([expect.stringContaining('404')]);
  pageErrors.length = 0;
});

test('a stage outside of the view comes into view when it is gone to', async ({ page }) => {
  await page.goto('/pipelines/pipelines/devops-cicd-deployment');
  const last = page.locator('[data-stage="notify-success"]');
  await expect(last).not.toBeInViewport();
  await last.click();
  await expect(page.getByRole('region', { name: 'Stage notify-success' })).toBeVisible();
  await expect(last).toBeInViewport();
});

test('stages stand where the layout of the document puts them', async ({ page, server }) => {
  const stages = ['a', 'b', 'c'].map((id) => ({ id, component: 'logger', config: { message: id } }));
  const document = { name: 'arranged', version: '1.0.0', stages, layout: { a: [0, 0], b: [400, 0], c: [400, 200] } };
  writeFileSync(join(server.workspace, 'pipelines/arranged.pipeline.json'), JSON.stringify(document));
  await page.goto('/pipelines/pipelines/arranged');
  const place = async (id: string) => {
    const box = await page.locator(`[data-stage="${id}"]`).boundingBox();
    return { x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) };
  };
  const [a, b, c] = [await place('a'), await place('b'), await place('c')];
  expect([b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y]).toEqual([400, 0, 400, 200]);
});

test('a live run is followed across the canvas until the person takes the view', async ({ page }) => {
  await page.goto('/pipelines/pipelines/devops-cicd-deployment');
  await expect(page.locator('[data-stage="staging-health-check"]')).not.toBeInViewport();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Run / });
  await dialog.getByRole('radio', { name: 'Production is unhealthy after the deployment' }).click();
  await dialog.getByRole('button', { name: /^Start/ }).click();
  const follow = page.getByRole('button', { name: 'Follow the run on the canvas' });
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  // The view goes on with the run, which has to be under way still when the person takes it.
  const check = page.locator('[data-stage="staging-health-check"]');
  await expectMoment((timeout) => expect(check).toBeInViewport(timeout));
  await page.getByRole('region', { name: 'Canvas' }).getByRole('button', { name: 'Zoom in' }).click();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
});

test('five hundred stages are drawn and can be walked through', async ({ page, server }) => {
  const stages = Array.from({ length: 500 }, (_, index) => ({
    id: `stage-${index}`,
    component: 'logger',
    depends_on: index === 0 ? [] : [`stage-${index % 10 === 0 ? index - 10 : index - (index % 10)}`],
    config: { message: `${index}` },
  }));
  const document = JSON.stringify({ name: 'large', version: '1.0.0', stages });
  writeFileSync(join(server.workspace, 'pipelines/large.pipeline.json'), document);
  await page.goto('/pipelines/pipelines/large');
  await expect(page.locator('[data-stage="stage-0"]')).toBeVisible();
  await page.getByRole('button', { name: 'Fit the whole pipeline' }).click();
  await expect(page.locator('[data-stage]')).toHaveCount(500);
});

test('on a narrow screen a pipeline can be read and a stage lies over it', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto('/pipelines/pipelines/devops-incident-response');
  await page.locator('[data-stage="receive-alert"]').click();
  await expect(page.getByRole('region', { name: 'Stage receive-alert' })).toBeVisible();
  // It is only read there: neither a field nor a button that would write.
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await expect(page.getByRole('status', { name: 'State of the file' })).toHaveText('saved');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBe(0);
  await expectNoViolations(page);
});

test('a file with names that every object has opens, and says which component is unknown', async ({ page, server }) => {
  const stages = ['constructor', '__proto__'].map((component, index) => ({ id: `x${index}`, component, config: {} }));
  const text = `{"name":"inherited","version":"1.0.0","__proto__":{"a":1},"stages":${JSON.stringify(stages)},"layout":{"__proto__":[1,2]}}`;
  new WorkspaceFiles(server).write('pipelines/inherited', text);
  const editor = new EditorPage(page);
  await editor.open('pipelines/inherited');
  for (const id of ['x0', 'x1']) {
    await editor.stage(id).click();
    await expect(editor.stagePanel(id)).toContainText('Unknown component');
  }
  await expect(editor.problems).toContainText('errors');
});
