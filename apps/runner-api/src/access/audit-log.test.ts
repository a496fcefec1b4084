import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLine } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Audit, type AuditedAct, type Caller, LOCAL_CALLER } from '../audit.ts';
import { RunnerError } from '../runner-error.ts';
import { type AuditLogOptions, createAuditLog } from './audit-log.ts';

const AT = '2026-03-01T12:00:00.000Z';
const CALLER: Caller = { name: 'ci', role: 'operator', address: '127.0.0.1', requestId: 'r-1' };
const UPDATE: AuditedAct = { action: 'pipeline.update', target: 'deploy' };

type Limits = Partial<Pick<AuditLogOptions, 'maxBytes' | 'keepCount' | 'maskText'>>;

function logIn(folder = newFolder(), limits: Limits = {}) {
  const path = join(folder, 'audit.ndjson');
  const defects: unknown[] = [];
  const now = () => Date.parse(AT);
  return { path, defects, audit: createAuditLog({ path, now, onDefect: (error) => defects.push(error), ...limits }) };
}

async function readLines(audit: Audit, query: Parameters<Audit['page']>[0]) {
  const { items, next_cursor } = await audit.page(query);
  return { items: items.map((line) => AuditLine.parse(line)), next_cursor };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the audit log', () => {
  it('says who did what to what, as the act itself tells it', async () => {
    const { audit, path } = logIn();
    const given = await audit.record(CALLER, UPDATE, async (tell) => {
      tell({ before: 'b1' });
      tell({ after: 'a1' });
      return 'saved';
    });
    const line = {
      at: AT,
      actor: 'ci',
      role: 'operator',
      action: 'pipeline.update',
      target: 'deploy',
      before: 'b1',
      after: 'a1',
      outcome: 'done',
      address: '127.0.0.1',
      request_id: 'r-1',
    };
    const written = readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text));
    const { before: _, after: __, ...known } = line;
    const act = written[0].act;
    expect([given, written]).toEqual([
      'saved',
      [
        { ...known, outcome: 'begun', act },
        { ...line, act },
      ],
    ]);
    expect(await audit.page({ limit: 10 })).toEqual({ items: [line], next_cursor: null });
  });

  it.each(['run.start', 'pipeline.update'] as const)('has a line of %s before it is done', async (action) => {
    const { audit, path } = logIn();
    const during = await audit.record(CALLER, { action, target: 'x' }, async () => readFileSync(path, 'utf8'));
    expect(JSON.parse(during)).toMatchObject({ action, target: 'x', outcome: 'begun' });
  });

  it('shows an act that was never over, and each that was once, on whatever page they stand', async () => {
    const { audit } = logIn();
    const ends = Promise.withResolvers<void>();
    const acts = ['a', 'b', 'c'].map((target) => audit.record(CALLER, { ...UPDATE, target }, () => ends.promise));
    void audit.record(CALLER, { ...UPDATE, target: 'lost' }, () => new Promise(() => undefined));
    await expect.poll(async () => (await audit.page({ limit: 9 })).items.length).toBe(4);
    ends.resolve();
    await Promise.all(acts);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await readLines(audit, { limit: 2, cursor });
      seen.push(...page.items.map(({ target, outcome }) => `${target} ${outcome}`));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['c done', 'b done', 'a done', 'lost begun']);
  });

  it('says why an act was refused, and throws it', async () => {
    const { audit } = logIn();
    const refused = new RunnerError('pipeline_changed', 'it has changed');
    const refuse = () => Promise.reject(refused);
    await expect(audit.record(LOCAL_CALLER, UPDATE, refuse)).rejects.toBe(refused);
    expect((await audit.page({ limit: 1 })).items).toMatchObject([{ actor: 'local', outcome: 'pipeline_changed' }]);
  });

  it('is closed to other users', async () => {
    const { audit, path } = logIn();
    await audit.record(LOCAL_CALLER, UPDATE, async () => undefined);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the order in which lines were given, however many at once', async () => {
    const { audit } = logIn();
    const targets = Array.from({ length: 50 }, (_, index) => `run-${index}`);
    await Promise.all(
      targets.map((target) => audit.record(LOCAL_CALLER, { action: 'run.start', target }, async () => undefined)),
    );
    const { items } = await readLines(audit, { limit: 100 });
    expect(items.map(({ target }) => target)).toEqual(targets.toReversed());
  });

  it('begins a new line behind one that a crash has cut off, and shows what stands there', async () => {
    const { audit, path } = logIn();
    appendFileSync(path, '{"at":"2026-03-01T1');
    await audit.record(LOCAL_CALLER, UPDATE, async () => undefined);
    expect((await audit.page({ limit: 5 })).items).toMatchObject([
      { target: 'deploy', outcome: 'done' },
      { unreadable: '{"at":"2026-03-01T1' },
    ]);
  });

  it('masks what may have come from a client, and nothing else', async () => {
    const maskText = (text: string) => text.replaceAll(/operator|run\.start|2026-03-01|r-1|ci|canary/g, '•••');
    const { audit } = logIn(newFolder(), { maskText });
    await audit.record(CALLER, { action: 'run.start', target: 'a canary', detail: 'canary' }, async () => undefined);
    expect((await audit.page({ limit: 5 })).items).toEqual([
      {
        at: AT,
        actor: 'ci',
        role: 'operator',
        action: 'run.start',
        target: 'a •••',
        detail: '•••',
        outcome: 'done',
        address: '127.0.0.1',
        request_id: 'r-1',
      },
    ]);
  });

  it('shows lines that somebody else has written, masked and cut', async () => {
    const { audit, path } = logIn(newFolder(), { maskText: (text) => text.replaceAll('canary', '•••') });
    appendFileSync(path, `{"role":"canary"}\n\n${'x'.repeat(2000)}\n`);
    expect((await audit.page({ limit: 5 })).items).toEqual([
      { unreadable: 'x'.repeat(1000) },
      { unreadable: '{"role":"•••"}' },
    ]);
  });
});

describe('an audit log that cannot be written', () => {
  it('refuses the act before it begins', async () => {
    const folder = newFolder();
    const { audit } = logIn(join(folder, 'not-there'));
    const acts: string[] = [];
    const act = async () => acts.push('done');
    await expect(audit.record(LOCAL_CALLER, UPDATE, act)).rejects.toMatchObject({ code: 'audit_failed' });
    expect(acts).toEqual([]);
  });

  it('refuses a start in the moment in which it has become so, without a sign of it before', async () => {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    const { audit, defects } = logIn(folder);
    const start: AuditedAct = { action: 'run.start', target: 'r1' };
    await audit.record(LOCAL_CALLER, start, async () => undefined);
    rmSync(folder, { recursive: true });
    const acts: string[] = [];
    const act = async () => acts.push('started');
    for (const _time of [1, 2]) {
      await expect(audit.record(LOCAL_CALLER, start, act)).rejects.toMatchObject({ code: 'audit_failed' });
    }
    expect([acts, defects.length]).toEqual([[], 1]);
  });

  it('lets a run be cancelled all the same, and keeps both lines of that', async () => {
    const folder = join(newFolder(), 'data');
    const { audit } = logIn(folder);
    const acts: string[] = [];
    await audit.record(LOCAL_CALLER, { action: 'run.cancel', target: 'r1' }, async () => acts.push('cancelled'));
    expect(acts).toEqual(['cancelled']);
    mkdirSync(folder);
    await audit.record(LOCAL_CALLER, UPDATE, async () => undefined);
    const { items } = await readLines(audit, { limit: 5 });
    expect(items.map(({ action, outcome }) => [action, outcome])).toEqual([
      [UPDATE.action, 'done'],
      ['run.cancel', 'done'],
    ]);
  });

  it('keeps the line of an act that was under way, refuses the next ones, and writes it when it can again', async () => {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    const { audit, defects } = logIn(folder);
    const start: AuditedAct = { action: 'run.start', target: 'r1' };
    const breakIt = async () => rmSync(folder, { recursive: true });
    await audit.record(LOCAL_CALLER, start, breakIt);
    const again = () => audit.record(LOCAL_CALLER, { ...start, target: 'r2' }, async () => undefined);
    await expect(again()).rejects.toMatchObject({ code: 'audit_failed' });
    mkdirSync(folder);
    await again();
    const { items } = await readLines(audit, { limit: 5 });
    expect([defects.length, items.map(({ target }) => target)]).toEqual([1, ['r2', 'r1']]);
  });
});

describe('a large audit log', () => {
  it('is set aside, and only so many are kept', async () => {
    const folder = newFolder();
    const { audit } = logIn(folder, { maxBytes: 1, keepCount: 2 });
    for (const target of ['a', 'b', 'c', 'd', 'e'])
      await audit.record(LOCAL_CALLER, { ...UPDATE, target }, async () => undefined);
    expect(readdirSync(folder).toSorted()).toEqual(['audit.1.ndjson', 'audit.2.ndjson', 'audit.ndjson']);
    expect((await readLines(audit, { limit: 9 })).items.map(({ target }) => target)).toEqual(['e', 'd']);
  });

  it('is read page by page, over files and while it grows', async () => {
    const { audit } = logIn(newFolder(), { maxBytes: 400, keepCount: 30 });
    const write = (target: string) => audit.record(LOCAL_CALLER, { ...UPDATE, target }, async () => undefined);
    const targets = Array.from({ length: 12 }, (_, index) => `p${index}`);
    for (const target of targets) await write(target);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await readLines(audit, { limit: 5, ...(cursor !== null && { cursor }) });
      seen.push(...page.items.map(({ target }) => target));
      cursor = page.next_cursor;
      await write('later');
    } while (cursor !== null);
    expect(seen).toEqual(targets.toReversed());
  });

  it.each(['x', '1', '1.-1', '99999999999.5'])('refuses the cursor "%s"', async (cursor) => {
    const { audit } = logIn();
    await audit.record(LOCAL_CALLER, UPDATE, async () => undefined);
    await expect(audit.page({ limit: 5, cursor })).rejects.toMatchObject({ code: 'request_invalid' });
  });
});
