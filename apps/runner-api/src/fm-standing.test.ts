import { join } from 'node:path';
import { RunPage } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { directoryWith, silentService } from './cli/fm.test-support.ts';
import { fm, openRunner } from './fm-runner.test-support.ts';

const TIMEOUT = { timeout: 60_000 };
const STILL = 'nobody works on it: fm serve or fm resume';

/** A run that waits for an answer which never comes, and the process that works on it. */
async function workedOn() {
  const url = await silentService();
  const stages = [{ id: 'call', component: 'http_request', config: { url } }];
  const cwd = directoryWith({ 'a.pipeline.json': { name: 'a', version: '1.0.0', stages } });
  const data = join(cwd, '.flowmason');
  const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
  const { id } = await runner.runs.start({ pipeline: 'a' });
  return { cwd, id, runner };
}

describe('an open run', TIMEOUT, () => {
  it('is said to stand still once no process has its directory, and not before', async () => {
    const { cwd, id, runner } = await workedOn();
    const said = async () => [(await fm(['runs'], { cwd })).stdout, (await fm(['show', id], { cwd })).stdout];
    for (const text of await said()) expect(text).not.toContain('nobody');
    await runner.close();
    for (const text of await said()) expect(text).toContain(STILL);
    const { items } = RunPage.parse(JSON.parse((await fm(['runs', '--json'], { cwd })).stdout));
    expect(items.map(({ status }) => status)).toEqual(['running']);
  });

  it('is said to be held after a restore, before any server has started on it', async () => {
    const { cwd, id, runner } = await workedOn();
    await runner.close();
    const backup = join(cwd, 'a.fmbackup');
    const data = join(cwd, 'restored');
    expect((await fm(['backup', backup], { cwd })).code).toBe(0);
    expect((await fm(['restore', backup, '--data', data], { cwd })).code).toBe(0);
    const listed = (await fm(['runs', '--data', data], { cwd })).stdout;
    expect(listed).toMatch(
      /waiting .*held: It was restored from the backup of .*nobody works on it: fm resume or fm cancel/,
    );
    expect((await fm(['show', id, '--data', data], { cwd })).stdout).toContain('fm resume');
    const { items } = RunPage.parse(JSON.parse((await fm(['runs', '--json', '--data', data], { cwd })).stdout));
    expect(items).toMatchObject([{ id, held: expect.stringContaining('fm resume') }]);
  });
});

it('fm show names the finally stages that a run which was ended at once has left out', TIMEOUT, async () => {
  const url = await silentService();
  const stages = [
    { id: 'block', component: 'trycatch', config: { try: ['call'], finally: ['release'] } },
    { id: 'call', component: 'http_request', config: { url } },
    { id: 'release', component: 'logger', config: { message: 'released' } },
  ];
  const cwd = directoryWith({ 'a.pipeline.json': { name: 'a', version: '1.0.0', stages } });
  const runner = await openRunner({ workspace: cwd, data: join(cwd, '.flowmason'), command: 'fm', onlyHere: true });
  const { id } = await runner.runs.start({ pipeline: 'a' });
  await expect.poll(async () => (await runner.runs.get(id)).stages['call']?.status).toBe('running');
  await runner.runs.cancel(id, 'now', { isForced: true });
  await runner.close();
  expect((await fm(['show', id], { cwd })).stdout).toContain('these finally stages did not run: release');
});
