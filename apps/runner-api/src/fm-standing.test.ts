import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RunPage } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { directoryWith, GOOD_DOCUMENT, silentService } from './cli/fm.test-support.ts';
import { fm, openRunner } from './fm-runner.test-support.ts';

const TIMEOUT = { timeout: 60_000 };
const STILL = 'nobody works on it: fm serve or fm resume';
const DAMAGED = 'nobody works on it: restore a backup';

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
    const { stdout } = await fm(['restore', backup, '--data', data], { cwd });
    const proposed = /"fm (runs [^"]+)" lists them/.exec(stdout)?.[1] ?? '';
    const listed = (await fm(proposed.split(' '), { cwd })).stdout;
    expect(listed).toMatch(
      /waiting .*held: It was restored from the backup of .*nobody works on it: fm resume or fm cancel/,
    );
    expect((await fm(['show', id, '--data', data], { cwd })).stdout).toContain('fm resume');
    const { items } = RunPage.parse(JSON.parse((await fm(['runs', '--json', '--data', data], { cwd })).stdout));
    expect(items).toMatchObject([{ id, held: expect.stringContaining('fm resume') }]);
    const idsWith = async (status: string) => {
      const listed = await fm(['runs', '--json', '--data', data, '--status', status], { cwd });
      return RunPage.parse(JSON.parse(listed.stdout)).items.map((run) => run.id);
    };
    expect([await idsWith('waiting'), await idsWith('running,queued')]).toEqual([[id], []]);
  });
});

describe('an open run that is damaged', TIMEOUT, () => {
  it('is listed as that, with those that it has started, and with what helps', async () => {
    const url = await silentService();
    const pipelineOf = (name: string, stage: object) => ({ name, version: '1.0.0', stages: [{ id: 'sub', ...stage }] });
    const cwd = directoryWith({
      'a.pipeline.json': pipelineOf('a', { component: 'subpipeline', config: { pipeline: 'b' } }),
      'b.pipeline.json': pipelineOf('b', { component: 'http_request', config: { url } }),
    });
    const data = join(cwd, '.flowmason');
    const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
    const { id } = await runner.runs.start({ pipeline: 'a' });
    const listed = async () => (await runner.runs.list({})).items;
    await expect.poll(async () => (await listed()).map(({ status }) => status)).toEqual(['running', 'running']);
    const childId = (await listed()).find(({ parent }) => parent !== undefined)?.id ?? '';
    await runner.close();
    const database = new DatabaseSync(join(data, 'journal.db'));
    database.prepare("UPDATE runs SET summary = replace(summary, 'running', 'runninG') WHERE id = ?").run(id);
    database.close();
    const { code, stdout } = await fm(['runs'], { cwd });
    expect([code, stdout.match(/nobody works on it.*/g)]).toEqual([0, Array(2).fill(DAMAGED)]);
    const child = await fm(['show', childId], { cwd });
    expect(child.stdout).toContain(`It is part of the run ${id}, of which what is stored is damaged`);
  });
});

describe('fm runs', TIMEOUT, () => {
  it('takes several statuses, and says them again for the next page', async () => {
    const cwd = directoryWith({ 'a.pipeline.json': GOOD_DOCUMENT });
    for (const _ of [1, 2]) await fm(['run', 'a.pipeline.json'], { cwd });
    const words = ['runs', '--status', 'failed,succeeded', '--status', 'cancelled', '--limit', '1'];
    const first = await fm(words, { cwd });
    const more = /^More: fm (.+)$/m.exec(first.stderr)?.[1] ?? '';
    expect(more).toMatch(/^runs --status failed,succeeded,cancelled --limit 1 --cursor \S+$/);
    const second = await fm(more.split(' '), { cwd });
    expect([first.stdout, second.stdout, second.stderr]).toEqual([
      expect.stringContaining('succeeded'),
      expect.not.stringContaining(first.stdout),
      '',
    ]);
    expect((await fm(['runs', '--status', 'failed,waiting'], { cwd })).stderr).toMatch(
      /^No run that is failed or waiting at /,
    );
    expect((await fm(['runs', '--status', 'failed,done'], { cwd })).stderr).toContain('"done" is none');
  });
});

describe('what is done to a run that is not there', TIMEOUT, () => {
  it.each(['resume', 'resolve', 'cancel'])(
    'is refused by fm %s with the directory, and makes none',
    async (command) => {
      const cwd = directoryWith({});
      const words = [command, '0mwsdu2u0-1e529e0fb21d9c4e', ...(command === 'resolve' ? ['say', '--as', 'done'] : [])];
      const { code, stderr } = await fm(words, { cwd });
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`No runs can be read in ${join(cwd, '.flowmason')}, and`),
      ]);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  it.each(['resume', 'resolve', 'cancel'])('is refused by fm %s with how it ended', async (command) => {
    const cwd = directoryWith({ 'a.pipeline.json': GOOD_DOCUMENT });
    await fm(['run', 'a.pipeline.json'], { cwd });
    const { items } = RunPage.parse(JSON.parse((await fm(['runs', '--json'], { cwd })).stdout));
    const words = [command, items[0]?.id ?? '', ...(command === 'resolve' ? ['say', '--as', 'done'] : [])];
    expect((await fm(words, { cwd })).stderr).toContain('has ended (succeeded); there is nothing to');
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
