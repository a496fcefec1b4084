import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDirectory } from '../../journal/sqlite-store.test-support.ts';
import { type OpenedStore, openTestStore } from '../run-store.test-support.ts';
import { openTurnBench, type TurnBench } from './turn-runs.test-support.ts';

const WHOLE = (...names: string[]) => names.flatMap((name) => [`roll ${name}`, `clean ${name}`]);

async function statusesOf({ runs }: TurnBench): Promise<string[]> {
  return (await runs.list({})).items.map(({ status }) => status).toReversed();
}

describe('runs of one key with the policy queue', () => {
  it('start one after the other, each when the one before has cleaned up', async () => {
    const bench = await openTurnBench();
    const started = [];
    for (const name of ['1', '2', '3']) started.push(await bench.start(name));
    await bench.called('roll 1');
    expect(bench.calls).toEqual(['roll 1']);
    bench.answer(...WHOLE('1', '2', '3'));
    for (const { id } of started) expect((await bench.ended(id)).status).toBe('succeeded');
    expect([bench.calls, bench.store.openRuns(), bench.defects]).toEqual([WHOLE('1', '2', '3'), [], []]);
  });

  it('say behind which run they wait, alone and in the list, until it is their turn', async () => {
    const bench = await openTurnBench();
    const first = await bench.start('1');
    const second = await bench.start('2');
    const queue = { behind: first.id, ahead: 0, reason: `Queued behind the run ${first.id}, which has "api".` };
    expect([first.queue, second.status, second.queue]).toEqual([undefined, 'queued', queue]);
    expect((await bench.runs.list({ statuses: ['queued'] })).items).toMatchObject([{ id: second.id, queue }]);
    bench.answer(...WHOLE('1', '2'));
    expect(await bench.ended(second.id)).not.toHaveProperty('queue');
  });

  it('do not wait for those of another key, nor those that may overlap for anybody', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    await bench.start('2', { key: 'web' });
    await bench.start('3', { isFree: true });
    await Promise.all(['roll 1', 'roll 2', 'roll 3'].map(bench.called));
    expect(await statusesOf(bench)).toEqual(['running', 'running', 'running']);
  });

  it('are cancelled at once while they wait, and keep nobody from starting', async () => {
    const bench = await openTurnBench();
    const [first, second, third] = [await bench.start('1'), await bench.start('2'), await bench.start('3')];
    const cancelled = await bench.runs.cancel(second.id, 'not needed');
    expect([cancelled.status, cancelled.error?.message, cancelled.started_at]).toEqual([
      'cancelled',
      'not needed',
      null,
    ]);
    bench.answer(...WHOLE('1', '3'));
    expect((await bench.ended(third.id)).status).toBe('succeeded');
    expect([bench.calls, (await bench.ended(first.id)).status]).toEqual([WHOLE('1', '3'), 'succeeded']);
  });

  it('are cancelled once when two people do it', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    const { id } = await bench.start('2');
    const both = await Promise.all([bench.runs.cancel(id, 'one'), bench.runs.cancel(id, 'two')]);
    expect(both.map(({ error }) => error?.message)).toEqual(['one', 'one']);
  });

  it('start all in time when a cancelled run lets the next ones in', async () => {
    const bench = await openTurnBench();
    const first = await bench.start('1');
    const second = await bench.start('2');
    await bench.called('roll 1');
    await bench.runs.cancel(first.id, 'enough');
    await bench.called('clean 1');
    expect((await bench.runs.get(second.id)).status).toBe('queued'); // finally still has the turn
    bench.answer('clean 1', ...WHOLE('2'));
    expect((await bench.ended(second.id)).status).toBe('succeeded');
    expect(bench.calls).toEqual([...WHOLE('1'), ...WHOLE('2')]);
  });

  it('use what came with the request, also when they have waited', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    const { id } = await bench.start('2', { request: { secrets: { TOKEN: 'hunter2hunter2' } } });
    bench.answer(...WHOLE('1', '2'));
    expect((await bench.ended(id)).status).toBe('succeeded');
    expect(bench.worlds.filter(({ secrets }) => secrets)).toHaveLength(1);
  });

  it('are the same run for the same Idempotency-Key', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    const again = () => bench.start('2', { options: { idempotencyKey: 'k' } });
    const [one, two] = await Promise.all([again(), again()]);
    expect([two.id, (await again()).id, await statusesOf(bench)]).toEqual([one.id, one.id, ['running', 'queued']]);
  });

  it('cannot be hurried by a person', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    const { id } = await bench.start('2');
    await expect(bench.runs.resume(id)).rejects.toMatchObject({ code: 'concurrency_conflict' });
    expect((await bench.runs.get(id)).status).toBe('queued');
  });

  it('do not start with half a key, and nothing is recorded', async () => {
    const bench = await openTurnBench();
    await expect(bench.start('1', { key: '' })).rejects.toMatchObject({ code: 'input_invalid' });
    expect(await statusesOf(bench)).toEqual([]);
  });
});

describe('the other policies', () => {
  it('reject refuses, names the run that has the turn, and records nothing', async () => {
    const bench = await openTurnBench();
    const { id } = await bench.start('1');
    await bench.called('roll 1');
    const refusal = { code: 'concurrency_conflict', message: expect.stringContaining(id) };
    await expect(bench.start('2', { policy: 'reject' })).rejects.toMatchObject(refusal);
    expect(await statusesOf(bench)).toEqual(['running']);
  });

  it('skip records the run as cancelled, with the run that has the turn as its reason', async () => {
    const bench = await openTurnBench();
    const { id } = await bench.start('1');
    const skipped = await bench.start('2', { policy: 'skip' });
    expect([skipped.status, skipped.error?.message]).toEqual(['cancelled', expect.stringContaining(id)]);
    bench.answer(...WHOLE('1'));
    await bench.ended(id);
    expect([bench.calls, bench.store.openRuns()]).toEqual([WHOLE('1'), []]);
  });

  it.each(['reject', 'skip'] as const)('%s starts a run when nobody has the turn', async (policy) => {
    const bench = await openTurnBench();
    bench.answer(...WHOLE('1'));
    expect((await bench.ended((await bench.start('1', { policy })).id)).status).toBe('succeeded');
  });

  it('replace ends the run that has the turn, finally included, and then starts', async () => {
    const bench = await openTurnBench();
    const first = await bench.start('1');
    await bench.called('roll 1');
    const second = await bench.start('2', { policy: 'replace' });
    await bench.called('clean 1');
    expect((await bench.runs.get(second.id)).status).toBe('queued');
    bench.answer('clean 1', ...WHOLE('2'));
    expect((await bench.ended(second.id)).status).toBe('succeeded');
    const replaced = await bench.ended(first.id);
    expect([replaced.status, replaced.error?.message]).toEqual(['cancelled', expect.stringContaining(second.id)]);
    expect(bench.calls).toEqual([...WHOLE('1'), ...WHOLE('2')]);
  });

  it('replace ends what waits, three times in a row: only the last one starts', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    await bench.called('roll 1');
    for (const name of ['2', '3']) await bench.start(name, { policy: 'replace' });
    const { id: last } = await bench.start('4', { policy: 'replace' });
    await bench.called('clean 1');
    bench.answer('clean 1', ...WHOLE('4'));
    await bench.ended(last);
    expect([await statusesOf(bench), bench.calls]).toEqual([
      ['cancelled', 'cancelled', 'cancelled', 'succeeded'],
      [...WHOLE('1'), ...WHOLE('4')],
    ]);
  });

  it('replace waits for a run that waits for a person', async () => {
    const store = (await openTurnBench()).store;
    const first = await openTurnBench({ store });
    const { id } = await first.start('1');
    await first.called('roll 1');
    await first.runs.leave(AbortSignal.abort());
    await store.hold(id, { kind: 'quarantined', reason: 'look at it' });
    const second = await openTurnBench({ store });
    await second.runs.recover();
    const summary = store.find(id);
    expect(summary?.status).not.toBe('cancelled');
    const { id: next } = await second.start('2', { policy: 'replace' });
    await new Promise(setImmediate);
    expect([(await second.runs.get(next)).queue?.behind, store.find(id)?.status]).toEqual([id, summary?.status]);
  });

  it('a limit lets as many run at once', async () => {
    const bench = await openTurnBench();
    const started = [];
    for (const name of ['1', '2', '3']) started.push(await bench.start(name, { limit: 2 }));
    await Promise.all(['roll 1', 'roll 2'].map(bench.called));
    expect(await statusesOf(bench)).toEqual(['running', 'running', 'queued']);
    bench.answer(...WHOLE('2'));
    await bench.called('roll 3');
    bench.answer(...WHOLE('1', '3'));
    for (const { id } of started) expect((await bench.ended(id)).status).toBe('succeeded');
  });
});

describe('turns after a restart', () => {
  /** The same store with a process that comes after one that ended at any moment. */
  async function restarted(before: TurnBench): Promise<TurnBench> {
    await before.runs.leave(AbortSignal.abort());
    return openTurnBench({ store: before.store, calls: [...before.calls, '| restart'] });
  }

  it('are where they were: who had one goes on with it, and the others keep their order', async () => {
    const before = await openTurnBench();
    const ids = [];
    for (const name of ['1', '2', '3']) ids.push((await before.start(name)).id);
    before.answer('roll 1');
    await before.called('clean 1');
    const after = await restarted(before);
    expect(await statusesOf(after)).toEqual(['running', 'queued', 'queued']);
    after.answer(...WHOLE('1', '2', '3'));
    for (const id of ids) expect((await after.ended(id)).status).toBe('succeeded');
    expect(after.calls).toEqual(['roll 1', 'clean 1', '| restart', 'clean 1', ...WHOLE('2'), ...WHOLE('3')]);
  });

  it('are replaced when the process ended before it came to it', async () => {
    const before = await openTurnBench();
    const first = await before.start('1');
    await before.called('roll 1');
    const waiting = before.start('2', { policy: 'replace' });
    const { id } = await waiting;
    const after = await restarted(before);
    after.answer(...WHOLE('1', '2'));
    expect((await after.ended(id)).status).toBe('succeeded');
    expect((await after.ended(first.id)).status).toBe('cancelled');
  });

  it('pass over a run that cannot begin, which goes on when a person resumes it', async () => {
    const before = await openTurnBench();
    const [first, second, third] = [await before.start('1'), await before.start('2'), await before.start('3')];
    await before.called('roll 1');
    await before.runs.leave(AbortSignal.abort());
    const calls: string[] = [];
    let isBroken = true;
    const openWorld = () => {
      if (isBroken && calls.includes('clean 1')) throw new TypeError('no world');
    };
    const after = await openTurnBench({ store: before.store, calls, openWorld });
    after.answer(...WHOLE('1', '2', '3'));
    await after.ended(first.id);
    await expect.poll(async () => (await after.runs.get(third.id)).held).toContain('no world');
    expect((await after.runs.get(second.id)).status).toBe('waiting');
    isBroken = false;
    await after.runs.resume(second.id);
    expect((await after.ended(second.id)).status).toBe('succeeded');
  });

  it('count no crash against a run that only waits', async () => {
    const bench = await openTurnBench();
    await bench.start('1');
    const { id } = await bench.start('2');
    expect(bench.store.openRuns().find(({ runId }) => runId === id)).toMatchObject({ hasBegun: false, crashCount: 0 });
  });
});

describe('a process that works on its own run alone', () => {
  it('takes turns when nobody has one', async () => {
    const bench = await openTurnBench({ isAlone: true });
    bench.answer(...WHOLE('1'));
    expect((await bench.ended((await bench.start('1')).id)).status).toBe('succeeded');
  });

  it.each(['queue', 'replace'] as const)('refuses to wait for a run that nobody works on (%s)', async (policy) => {
    const before = await openTurnBench();
    const { id } = await before.start('1');
    await before.runs.leave(AbortSignal.abort());
    const after = await openTurnBench({ store: before.store, isAlone: true });
    const refusal = { code: 'concurrency_conflict', message: expect.stringContaining(`fm resume ${id}`) };
    await expect(after.start('2', { policy })).rejects.toMatchObject(refusal);
    expect(await statusesOf(after)).toEqual(['running']);
  });

  it('refuses to start what takes turns beside a server, and starts everything else', async () => {
    const bench = await openTurnBench({ isAlone: true, turnsAreWith: '"fm serve" (process 7)' });
    await expect(bench.start('1')).rejects.toMatchObject({
      code: 'concurrency_conflict',
      message: expect.stringContaining('--server'),
    });
    expect((await bench.start('2', { isFree: true })).status).toMatch(/queued|running/);
  });
});

describe('too many runs', () => {
  it('wait for a place, and start in order when there is one', async () => {
    const bench = await openTurnBench({ limits: { atWork: 2 } });
    const ids = [];
    for (const name of ['1', '2', '3', '4']) ids.push((await bench.start(name, { isFree: true })).id);
    await Promise.all(['roll 1', 'roll 2'].map(bench.called));
    expect(await statusesOf(bench)).toEqual(['running', 'running', 'queued', 'queued']);
    const last = ids.at(-1);
    if (last) expect((await bench.runs.get(last)).queue).toMatchObject({ ahead: 1 });
    bench.answer(...WHOLE('2'));
    await bench.called('roll 3');
    bench.answer(...WHOLE('1', '3', '4'));
    for (const id of ids) expect((await bench.ended(id)).status).toBe('succeeded');
  });

  it('wait for a place again after a restart, and say so', async () => {
    const before = await openTurnBench();
    const ids = [];
    for (const name of ['1', '2']) ids.push((await before.start(name, { isFree: true })).id);
    await Promise.all(['roll 1', 'roll 2'].map(before.called));
    await before.runs.leave(AbortSignal.abort());
    const bench = await openTurnBench({ store: before.store, limits: { atWork: 1 } });
    await bench.called('roll 1');
    const { items } = await bench.runs.list({});
    expect(items.map(({ id, status, queue }) => [id, status, queue?.ahead])).toEqual([
      [ids[1], 'running', 0],
      [ids[0], 'running', undefined],
    ]);
    bench.answer(...WHOLE('1', '2'));
    for (const id of ids) expect(await bench.ended(id)).not.toHaveProperty('queue');
  });

  it('are refused when even waiting would be too much, and nothing is recorded', async () => {
    const bench = await openTurnBench({ limits: { atWork: 1, open: 2 } });
    for (const name of ['1', '2']) await bench.start(name, { isFree: true });
    await expect(bench.start('3', { isFree: true })).rejects.toMatchObject({ code: 'overloaded' });
    expect(await statusesOf(bench)).toHaveLength(2);
  });

  it('are taken up after a restart no more at once than may be', async () => {
    const before = await openTurnBench();
    const ids = [];
    for (const name of ['1', '2', '3']) ids.push((await before.start(name, { isFree: true })).id);
    await Promise.all(['roll 1', 'roll 2', 'roll 3'].map(before.called));
    await before.runs.leave(AbortSignal.abort());
    const after = await openTurnBench({ store: before.store, limits: { atWork: 1 } });
    await after.called('roll 1');
    expect(after.calls).toEqual(['roll 1']);
    after.answer(...WHOLE('1', '2', '3'));
    for (const id of ids) expect((await after.ended(id)).status).toBe('succeeded');
    expect(after.calls).toEqual(WHOLE('1', '2', '3'));
  });

  it('have a crash counted against them also when they were taken up later than others', async () => {
    /** What a process finds that comes after one which was killed. */
    const crashed = async (from: string): Promise<{ readonly path: string; readonly store: OpenedStore }> => {
      const path = join(scratchDirectory(), 'journal.db');
      for (const ending of ['', '-wal']) copyFileSync(from + ending, path + ending);
      return { path, store: await openTestStore(path) };
    };
    const path = join(scratchDirectory(), 'journal.db');
    const before = await openTurnBench({ store: await openTestStore(path) });
    await before.start('1', { isFree: true });
    const { id: late } = await before.start('2', { isFree: true });
    await Promise.all(['roll 1', 'roll 2'].map(before.called));
    const once = await crashed(path);
    const bench = await openTurnBench({ store: once.store, limits: { atWork: 1 } });
    bench.answer(...WHOLE('1'));
    await bench.called('roll 2');
    const { store } = await crashed(once.path);
    expect(store.openRuns()).toMatchObject([{ runId: late, crashCount: 2 }]);
  });
});
