import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/journey.ts';

const FIXTURES = join(import.meta.dirname, '../../packages/pipeline-schema/test-data');

for (const { file, ghosts } of [
  { file: 'seed-cicd', ghosts: 7 },
  { file: 'seed-incident', ghosts: 5 },
]) {
  test(`${file}: its ${ghosts} undefined stages are ghosts on the canvas and errors with a fix`, async ({
    page,
    server,
  }) => {
    cpSync(join(FIXTURES, `${file}.json`), join(server.workspace, `pipelines/${file}.pipeline.json`));
    await page.goto(`/pipelines/pipelines/${file}`);
    const drawn = page.getByRole('button', { name: /not defined/ });
    await expect(drawn.first()).toBeVisible();
    await page.getByRole('button', { name: 'Fit the whole pipeline' }).click();
    await expect(drawn).toHaveCount(ghosts);
    const text = readFileSync(join(server.workspace, `pipelines/${file}.pipeline.json`), 'utf8');
    const answer = await page.request.post('/api/v1/validate', { data: { text } });
    const { diagnostics } = await answer.json();
    const unknown = diagnostics.filter(({ code }: { code: string }) => code === 'unknown-stage');
    expect(unknown.every(({ fixes }: { fixes: unknown[] }) => fixes.length > 0)).toBe(true);
  });
}
