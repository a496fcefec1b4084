import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Run, RunPage } from '@flowmason/pipeline-schema';
import { create } from 'tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith, GOOD_DOCUMENT } from './cli/fm.test-support.ts';
import { startService, type TestService } from './effects/http-services.test-support.ts';
import { fm, type ServedWorkspace, serveFiles } from './fm-runner.test-support.ts';
import { findCutOffRestore, openStaging, removeRestoreLeftovers } from './journal/leftovers.ts';
import { lockFolder } from './journal/owner-lock.ts';

/** A service that answers calls below `/held` only when it is told to. */
async function holdingService(): Promise<TestService & { release(): void }> {
  let held: ServerResponse[] | undefined = [];
  const service = await startService(({ url }, res) => {
    if (held && url.startsWith('/held')) held.push(res);
    else res.end('{}');
  });
  const release = () => {
    for (const res of held ?? []) res.end('{}');
    held = undefined;
  };
  onTestFinished(async () => {
    release();
    await service.close();
  });
  return { ...service, release };
}

async function post(path: string, body: object): Promise<Run> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return Run.parse(await answer.json());
}

async function get({ url }: ServedWorkspace, runId: string): Promise<Run> {
  return Run.parse(await (await fetch(`${url}/api/v1/runs/${runId}`)).json());
}

/** A server with a run that has posted once and now waits for the answer to a PUT. */
async function servedRun(service: TestService): Promise<ServedWorkspace & { readonly runId: string }> {
  const stages = [
    { id: 'tell', component: 'http_request', config: { url: `${service.url}/tell`, method: 'POST' } },
    {
      id: 'change',
      component: 'http_request',
      depends_on: ['tell'],
      config: { url: `${service.url}/held`, method: 'PUT' },
    },
  ];
  const server = await serveFiles({});
  const { id } = await post(`${server.url}/api/v1/runs`, { document: { name: 'backed', version: '1.0.0', stages } });
  await expect.poll(() => service.received.length).toBe(2);
  return { ...server, runId: id };
}

describe('fm backup and fm restore', () => {
  it('bring back what was there, with every open run held until somebody resumes it', async () => {
    const service = await holdingService();
    const server = await servedRun(service);
    const made = await fm(['backup', 'a.fmbackup', '--json'], { cwd: server.cwd });
    expect(JSON.parse(made.stdout)).toMatchObject({ runCount: 1, openRunCount: 1, hasSecrets: false });
    service.release();
    await expect.poll(async () => (await get(server, server.runId)).status).toBe('succeeded');
    await server.stop();

    const elsewhere = directoryWith({ 'a.fmbackup': '' });
    writeFileSync(join(elsewhere, 'a.fmbackup'), readFileSync(join(server.cwd, 'a.fmbackup')));
    const restored = await fm(['restore', 'a.fmbackup'], { cwd: elsewhere });
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('1 were open. They are held')]);

    const again = await serveFiles({}, elsewhere);
    await expect.poll(async () => (await get(again, server.runId)).held).toMatch(/restored from the backup of 20\d\d-/);
    expect(service.received).toHaveLength(2);
    await post(`${again.url}/api/v1/runs/${server.runId}/resume`, {});
    await expect.poll(async () => (await get(again, server.runId)).status).toBe('succeeded');
    expect(service.received.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT']);
  });

  it('write a file that only its owner can read, and leave nothing beside it', async () => {
    const service = await holdingService();
    const { cwd } = await servedRun(service);
    await fm(['backup', 'b.fmbackup'], { cwd });
    expect(statSync(join(cwd, 'b.fmbackup')).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).sort()).toEqual(['.flowmason', 'b.fmbackup']);
  });

  it('finish while runs are being recorded', async () => {
    const server = await serveFiles({});
    const stages = [{ id: 'say', component: 'logger', config: { message: 'x' } }];
    const document = { name: 'busy', version: '1.0.0', stages };
    let isDone = false;
    const storm = (async () => {
      for (let count = 0; !isDone || count < 5; count++) await post(`${server.url}/api/v1/runs`, { document });
    })();
    const made = await fm(['backup', 'c.fmbackup', '--json'], { cwd: server.cwd });
    isDone = true;
    await storm;
    expect(made.code).toBe(0);
    const target = await fm(['restore', 'c.fmbackup', '--data', 'other', '--json'], { cwd: server.cwd });
    const { items } = RunPage.parse(
      JSON.parse((await fm(['runs', '--data', 'other', '--limit', '200', '--json'], { cwd: server.cwd })).stdout),
    );
    expect(items.length).toBe(Math.min(200, JSON.parse(target.stdout).runCount));
  });
});

describe('fm backup', () => {
  it('never overwrites a file', async () => {
    const service = await holdingService();
    const { cwd } = await servedRun(service);
    writeFileSync(join(cwd, 'there'), 'mine');
    const { code, stderr } = await fm(['backup', 'there'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('is there already')]);
    expect(readFileSync(join(cwd, 'there'), 'utf8')).toBe('mine');
  });

  it('says when there is nothing to back up', async () => {
    const { code, stderr } = await fm(['backup', 'a'], { cwd: directoryWith({}) });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Nothing is kept in')]);
  });
});

describe('fm restore', () => {
  async function backedUp(): Promise<string> {
    const { cwd, stop } = await serveFiles({});
    await stop();
    await fm(['backup', 'a.fmbackup'], { cwd });
    return cwd;
  }

  it('refuses a directory that is there, and moves it aside when it is told to', async () => {
    const cwd = await backedUp();
    const refused = await fm(['restore', 'a.fmbackup'], { cwd });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('with --force')]);
    const forced = await fm(['restore', 'a.fmbackup', '--force', '--json'], { cwd });
    expect(readdirSync(JSON.parse(forced.stdout).movedTo)).toContain('journal.db');
  });

  it('refuses a directory that a server has', async () => {
    const cwd = await backedUp();
    await serveFiles({}, cwd);
    const { code, stderr } = await fm(['restore', 'a.fmbackup', '--force'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to "fm serve"')]);
  });

  it.each<[string, (file: string) => void | Promise<void>, RegExp]>([
    ['is cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 20_000)), /cannot be read|is not what/],
    [
      'has a changed byte',
      (file) => writeFileSync(file, withChangedByte(readFileSync(file))),
      /is not what was written/,
    ],
    ['is something else', (file) => writeFileSync(file, 'hello'), /cannot be read|no manifest/],
    ['is empty', (file) => writeFileSync(file, ''), /no manifest|cannot be read/],
    ['holds other files', packedPasswords, /no part of a backup/],
    ['comes from a newer version', packedNewer, /a newer version/],
  ])('refuses a file that %s, and changes nothing', async (_, damage, message) => {
    const cwd = await backedUp();
    await damage(join(cwd, 'a.fmbackup'));
    const { code, stderr } = await fm(['restore', 'a.fmbackup', '--data', 'other'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(readdirSync(cwd).sort()).toEqual(['.flowmason', 'a.fmbackup']);
  });
});

/** Changes a byte in the middle of the journal. */
function withChangedByte(bytes: Buffer): Buffer {
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

async function packedPasswords(file: string): Promise<void> {
  const cwd = directoryWith({ 'passwords.txt': 'x' });
  await create({ file, cwd }, ['passwords.txt']);
}

async function packedNewer(file: string): Promise<void> {
  const cwd = directoryWith({ 'manifest.json': { format: 2 } });
  await create({ file, cwd }, ['manifest.json']);
}

/** Leaves what a command that was killed so many hours ago has left, or, with an entry of another name, what is like it. */
function leave(
  cwd: string,
  name: string,
  { hours, entry = 'content', isLocked = false }: { hours: number; entry?: string; isLocked?: boolean },
): void {
  mkdirSync(join(cwd, name, entry), { recursive: true });
  if (isLocked) lockFolder(join(cwd, name))?.();
  const at = Date.now() / 1000 - hours * 3600;
  for (const path of [join(name, entry), name]) utimesSync(join(cwd, path), at, at);
}

function partialsIn(cwd: string): readonly string[] {
  return readdirSync(cwd)
    .filter((name) => name.includes('.partial-'))
    .toSorted();
}

describe('what backups have left that were killed', () => {
  it('is removed by the next one into that folder, when it is ours and older than an hour', async () => {
    const { cwd } = await serveFiles({ 'a.pipeline.json': GOOD_DOCUMENT });
    leave(cwd, 'monday.fmbackup.partial-0123abcd', { hours: 2 });
    leave(cwd, 'tuesday.fmbackup.partial-89abcdef', { hours: 0 });
    leave(cwd, 'mine.partial-0123abcd', { hours: 2, entry: 'thesis' });
    writeFileSync(join(cwd, 'file.partial-0123abcd'), 'mine too');
    expect((await fm(['backup', 'a.fmbackup'], { cwd })).code).toBe(0);
    const kept = ['file.partial-0123abcd', 'mine.partial-0123abcd', 'tuesday.fmbackup.partial-89abcdef'];
    expect(partialsIn(cwd)).toEqual(kept);
  });
});

describe('what restores have left that were killed', () => {
  it('is removed by the next restore and by the next server', async () => {
    const server = await serveFiles({ 'a.pipeline.json': GOOD_DOCUMENT });
    const { cwd } = server;
    expect((await fm(['backup', 'a.fmbackup'], { cwd })).code).toBe(0);
    await server.stop();
    leave(cwd, '.flowmason.partial-0123abcd', { hours: 0, isLocked: true });
    leave(cwd, '.flowmason.partial-89abcdef', { hours: 0 });
    expect((await fm(['restore', 'a.fmbackup', '--force'], { cwd })).code).toBe(0);
    expect(partialsIn(cwd)).toEqual(['.flowmason.partial-89abcdef']); // it may have been made just now
    leave(cwd, '.flowmason.partial-89abcdef', { hours: 2 });
    leave(cwd, '.flowmason.partial-of-mine', { hours: 2 });
    await serveFiles({}, cwd);
    expect(partialsIn(cwd)).toEqual(['.flowmason.partial-of-mine']);
  });

  it('stays while its restore is at work', async () => {
    const cwd = directoryWith({});
    const data = join(cwd, '.flowmason');
    const { remove } = openStaging(data);
    expect([removeRestoreLeftovers(data), partialsIn(cwd)]).toEqual([[], [expect.any(String)]]);
    remove();
    expect(partialsIn(cwd)).toEqual([]);
  });

  it('is named by the next server when nothing is in the place of what was moved aside', () => {
    const cwd = directoryWith({});
    const data = join(cwd, '.flowmason');
    expect(findCutOffRestore(data)).toBeUndefined();
    for (const day of ['21', '22']) mkdirSync(join(cwd, `.flowmason.before-2026-11-${day}T00-00-00.000Z`));
    expect(findCutOffRestore(data)).toBe(join(cwd, '.flowmason.before-2026-11-22T00-00-00.000Z'));
    mkdirSync(data);
    writeFileSync(join(data, 'journal.db'), '');
    expect(findCutOffRestore(data)).toBeUndefined();
  });
});
