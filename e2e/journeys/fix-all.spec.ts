import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { EditorPage } from '../support/editor-page.ts';
import { expect, test } from '../support/journey.ts';

const SEEDS = join(import.meta.dirname, '../../packages/pipeline-schema/test-data');

for (const { file, ghosts } of [
  { file: 'seed-cicd', ghosts: 7 },
  { file: 'seed-incident', ghosts: 5 },
]) {
  test(`${file} opens with ${ghosts} ghosts, and "Fix all" makes it valid`, async ({ page, server }) => {
    const id = `pipelines/${file}-to-fix`;
    cpSync(join(SEEDS, `${file}.json`), join(server.workspace, `${id}.pipeline.json`));
    const editor = new EditorPage(page);
    await editor.open(id);
    const drawn = page.getByRole('button', { name: /not defined/ });
    await expect(drawn).toHaveCount(ghosts);
    await editor.problems.click();
    await page.getByRole('button', { name: 'Fix all', exact: true }).click();
    await expect(drawn).toHaveCount(0);
    await expect(page.getByRole('button', { name: '0 errors', exact: true })).toBeVisible();
    // What the new stages leave to be filled in is told, and counts as no error.
    await expect(page.getByText(/is still a placeholder/).first()).toBeVisible();
    const text = await editor.exportedText();
    const answer = await page.request.post('/api/v1/validate', { data: { text } });
    const { diagnostics } = await answer.json();
    expect(diagnostics.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    // All of it was one gesture.
    await editor.button('Undo').click();
    await expect(drawn).toHaveCount(ghosts);
  });
}
