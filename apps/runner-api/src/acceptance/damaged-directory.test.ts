import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run, RunPage } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, FM } from './runner-process.test-support.ts';

const TIMEOUT = 180_000;
const LOCK = 'lock.db';

let service: TestService;
let server: CrashingServer;
/** As they stood when the process was killed: two that had ended, one that had not. */
let truth: ReadonlyMap<string, Run>;
const scratch: string[] = [];

beforeAll(async () => {
  service = await startService(({ url }, res) => void (url !== '/held' && res.end('{}')));
  server = new CrashingServer();
  await server.start();
  const call = (path: string) => [{ id: 'call', component: 'http_request', config: { url: service.url + path } }];
  const ended = await Promise.all([server.run(call('/a')), server.run(call('/b'))]);
  for (const { id } of ended) await server.untilEnd(id);
  const open = await server.run(call('/held'));
  await server.until(open.id, ({ stages }) => stages['call']?.status === 'running');
  truth = new Map(await Promise.all([...ended, open].map(async ({ id }) => [id, await server.get(id)] as const)));
  await server.end('SIGKILL');
}, TIMEOUT);

afterAll(async () => {
  await server.close();
  await service.close();
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the data directory on which `damage` has been done. */
function damagedCopy(damage: (path: (name: string) => string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-damaged-'));
  scratch.push(folder);
  cpSync(join(server.workspace, '.flowmason'), folder, { recursive: true });
  damage((name) => join(folder, name));
  return folder;
}

type Answer = { readonly code: number | null; readonly output: string; readonly errors: string };

function fm(...words: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [FM, ...words], {
    cwd: server.workspace,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, output: stdout, errors: stderr };
}

/** The runs that `fm runs` and `fm show` tell of, each as it is shown; undefined when they refuse with a message. */
function shown(data: string): ReadonlyMap<string, Run> | undefined {
  const list = fm('runs', '--json', '--data', data);
  if (list.code !== 0) return refusal(list);
  const runs = new Map<string, Run>();
  for (const { id } of RunPage.parse(JSON.parse(list.output)).items) {
    const show = fm('show', id, '--json', '--data', data);
    if (show.code !== 0) return refusal(show);
    runs.set(id, Run.parse(JSON.parse(show.output)));
  }
  return runs;
}

function refusal({ code, errors }: Answer): undefined {
  expect(code).toBeGreaterThan(0);
  expect(errors).toMatch(/damaged|missing|no journal of FlowMason|cannot be/);
  expect(errors).not.toMatch(/^\s+at /m);
  return undefined;
}

/** Starts the server on the data; true when it answers, false when it ended with a message. */
async function canServe(data: string): Promise<boolean> {
  const child = spawn(process.execPath, [FM, 'serve', '--port', '0', '--data', data, '--json'], {
    cwd: server.workspace,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const exit = once(child, 'close');
  const said = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).includes('"url"'));
  const answers = await Promise.race([said, exit.then(() => false)]);
  if (answers) child.kill('SIGKILL');
  const [code] = await exit;
  if (!answers) refusal({ code, output: '', errors });
  return answers;
}

const flip = (path: string, part: number): void => {
  const bytes = readFileSync(path);
  const place = Math.floor(bytes.length * part);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x10, place);
  writeFileSync(path, bytes);
};

describe('a data directory that was damaged after a crash', { timeout: TIMEOUT }, () => {
  it('has a journal, its log, the mark that it was made, and the lock', () => {
    expect(readdirSync(join(server.workspace, '.flowmason'))).toEqual(
      expect.arrayContaining(['journal.db', 'journal.db-wal', 'journal.db-made', LOCK]),
    );
  });

  it.each<[string, boolean, (path: (name: string) => string) => void]>([
    ['is left as it was, lock included', true, () => undefined],
    ['has lost its lock', true, (path) => rmSync(path(LOCK))],
    ['has a lock of nonsense', false, (path) => writeFileSync(path(LOCK), 'nonsense')],
    ['has lost its journal', false, (path) => rmSync(path('journal.db'))],
    ['has a journal without content', false, (path) => truncateSync(path('journal.db'), 0)],
    ['has lost the log', false, (path) => rmSync(path('journal.db-wal'))],
    [
      'has the log in the place of the journal',
      false,
      (path) => copyFileSync(path('journal.db-wal'), path('journal.db')),
    ],
    ['has a flipped bit early in the log', false, (path) => flip(path('journal.db-wal'), 0.2)],
  ])('which %s: is shown as it was (%s), or refused with a message', async (_what, isWhole, damage) => {
    const data = damagedCopy(damage);
    const runs = shown(data);
    const sorted = (some: ReadonlyMap<string, Run>) => [...some].toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (isWhole || runs !== undefined) expect(runs && sorted(runs)).toEqual(sorted(truth));
    expect(await canServe(data)).toBe(isWhole);
  });
});
