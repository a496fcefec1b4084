import { type RunConcurrency, RunId } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunTurns, type RunTurns, type TurnLimits } from './run-turns.ts';

const idOf = (name: string | number) => RunId.parse(`r${name}`);
const keyed = (key: string, limit = 1): RunConcurrency => ({ key, policy: 'queue', limit });
const turnsOf = (limits: Partial<TurnLimits> = {}) => createRunTurns({ atWork: 1000, open: 10_000, ...limits });

/** Runs that join and may be started; `key` undefined for those that may overlap. */
function arrive(
  turns: RunTurns,
  ...runs: readonly (readonly [name: string, key?: string | undefined, limit?: number])[]
): void {
  for (const [name, key, limit] of runs) {
    turns.join({ runId: idOf(name), concurrency: key === undefined ? undefined : keyed(key, limit) });
    turns.release(idOf(name));
  }
}

/** All that may start now, in order. */
function startAll(turns: RunTurns): string[] {
  const started: string[] = [];
  for (let runId = turns.next(); runId; runId = turns.next()) {
    turns.begun(runId);
    started.push(runId.slice(1));
  }
  return started;
}

describe('places', () => {
  it('are lent to others while a run only waits for a person, who may take it further at any time', () => {
    const turns = turnsOf({ atWork: 1 });
    arrive(turns, ['1'], ['2'], ['3']);
    const first = startAll(turns);
    turns.idle(idOf('1'), true);
    const lent = startAll(turns);
    turns.idle(idOf('1'), false);
    turns.leave(idOf('2'));
    const backAtWork = startAll(turns);
    turns.leave(idOf('1'));
    expect([first, lent, backAtWork, startAll(turns)]).toEqual([['1'], ['2'], [], ['3']]);
  });

  it('are counted once for a run that is left or rests while it waits for a person', () => {
    const turns = turnsOf({ atWork: 1 });
    arrive(turns, ['1'], ['2'], ['3']);
    startAll(turns);
    turns.idle(idOf('1'), true);
    startAll(turns);
    turns.rest(idOf('1'));
    turns.leave(idOf('1'));
    expect(startAll(turns)).toEqual([]);
  });
});

describe('the turns of runs', () => {
  it('go to one run of a key after the other, in the order in which they came', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a'], ['2', 'a'], ['3', 'b'], ['4', 'a'], ['5']);
    const rounds = [startAll(turns)];
    for (const ended of ['1', '2', '4']) {
      turns.leave(idOf(ended));
      rounds.push(startAll(turns));
    }
    expect(rounds).toEqual([['1', '3', '5'], ['2'], ['4'], []]);
  });

  it('go to as many runs at once as the limit says', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a', 2], ['2', 'a', 2], ['3', 'a', 2], ['4', 'a', 2]);
    const rounds = [startAll(turns)];
    turns.leave(idOf('2'));
    expect([...rounds, startAll(turns)]).toEqual([['1', '2'], ['3']]);
  });

  it('keep to the smallest limit of those that have one', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a', 1], ['2', 'a', 5]);
    const alone = startAll(turns);
    turns.leave(idOf('1'));
    arrive(turns, ['3', 'a', 1], ['4', 'a', 5]);
    const behind = startAll(turns);
    turns.leave(idOf('2'));
    expect([alone, behind, startAll(turns)]).toEqual([['1'], ['2'], ['3']]);
  });

  it('stay with a run that began and that nobody works on', () => {
    const turns = turnsOf({ atWork: 1 });
    arrive(turns, ['1', 'a'], ['2', 'a'], ['3', 'b']);
    startAll(turns);
    turns.rest(idOf('1'));
    expect(startAll(turns)).toEqual(['3']);
    expect(turns.queueOf(idOf('2'))).toEqual({
      behind: 'r1',
      ahead: 0,
      reason: 'Queued behind the run r1, which has "a".',
    });
  });

  it('pass over a run that could not begin', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a'], ['2', 'a']);
    expect(turns.next()).toBe('r1');
    turns.rest(idOf('1'));
    expect([startAll(turns), turns.has(idOf('1'))]).toEqual([['2'], false]);
  });

  it('are taken by runs of an earlier process first', () => {
    const turns = turnsOf({ atWork: 2 });
    turns.joinBegun({ runId: idOf('old'), concurrency: keyed('a') });
    arrive(turns, ['1', 'a'], ['2', 'b'], ['3']);
    turns.release(idOf('old'));
    expect(startAll(turns)).toEqual(['old', '2']);
  });

  it('wait for somebody who may start the run', () => {
    const turns = turnsOf();
    turns.join({ runId: idOf('1'), concurrency: keyed('a') });
    const before = turns.next();
    turns.release(idOf('1'));
    expect([before, turns.next()]).toEqual([undefined, 'r1']);
  });

  it('name who has them, and how many wait before', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a'], ['2', 'a'], ['3', 'a'], ['4', 'a']);
    expect(turns.queueOf(idOf('4'))).toEqual({
      behind: 'r1',
      ahead: 2,
      reason: 'Queued behind the run r1, which has "a". 2 more wait before it.',
    });
    expect([turns.queueOf(idOf('1')), turns.holderFor(keyed('a')), turns.holderFor(keyed('b'))]).toEqual([
      undefined,
      'r1',
      undefined,
    ]);
  });

  it('say that all places are taken', () => {
    const turns = turnsOf({ atWork: 1, open: 3 });
    arrive(turns, ['1'], ['2'], ['3', 'a']);
    startAll(turns);
    expect(turns.queueOf(idOf('3'))).toEqual({
      ahead: 1,
      reason:
        'As many runs are at work as may be (1). It starts when enough of them have ended; those that wait for a retry are among them ("fm runs --status waiting"). 1 more waits before it.',
    });
    expect([turns.isFull, turns.begin(idOf('2')), turns.begin(idOf('2'), { isUrgent: true })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('say of runs that began in an earlier process that they wait for a place, before all others', () => {
    const turns = turnsOf({ atWork: 1 });
    for (const name of ['1', '2', '3']) turns.joinBegun({ runId: idOf(name), concurrency: keyed(name) });
    for (const name of ['1', '2', '3']) turns.release(idOf(name));
    arrive(turns, ['4']);
    turns.next();
    const reason =
      'As many runs are at work as may be (1). It has begun, and goes on when enough of them have ended; those that wait for a retry are among them ("fm runs --status waiting").';
    expect(['1', '2', '3', '4'].map((name) => turns.queueOf(idOf(name)))).toEqual([
      undefined,
      { ahead: 0, reason },
      { ahead: 1, reason: `${reason} 1 more waits before it.` },
      expect.objectContaining({ ahead: 2 }),
    ]);
  });

  it('name whom a run replaces: all that wait before it, and the oldest at work, as far as it needs their room', () => {
    const turns = turnsOf();
    arrive(turns, ['1', 'a', 2], ['2', 'a', 2], ['3', 'a', 2], ['4', 'a', 2], ['5', 'a', 1]);
    expect([turns.before(idOf('4')), turns.before(idOf('5')), turns.before(idOf('1'))]).toEqual([
      ['r1', 'r3'],
      ['r1', 'r2', 'r3', 'r4'],
      [],
    ]);
  });

  it('leave nothing behind of 10,000 keys', () => {
    const turns = turnsOf();
    for (let n = 0; n < 10_000; n++) arrive(turns, [`${n}`, `key ${n}`]);
    const isFull = turns.isFull;
    for (let n = 0; n < 10_000; n++) turns.leave(idOf(n));
    expect([isFull, turns.size]).toEqual([true, { runs: 0, keys: 0 }]);
  });
});

describe('any arrivals and ends', () => {
  const arrival = fc.record({ key: fc.constantFrom('a', 'b', undefined), limit: fc.integer({ min: 1, max: 3 }) });
  const step = fc.oneof(
    { weight: 3, arbitrary: arrival },
    { weight: 2, arbitrary: fc.record({ ends: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ breaks: fc.nat() }) },
  );

  it('never let more runs work than the limits say, keep the order of each key, and starve nobody', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, atWork) => {
        const turns = turnsOf({ atWork });
        const atWorkNow = new Map<string, RunConcurrency | undefined>();
        const arrived = new Map<string, RunConcurrency | undefined>();
        const started: string[] = [];
        const check = () => {
          for (const name of startAll(turns)) {
            atWorkNow.set(name, arrived.get(name));
            started.push(name);
          }
          expect(atWorkNow.size).toBeLessThanOrEqual(atWork);
          for (const key of ['a', 'b']) {
            const limits = [...atWorkNow.values()].flatMap((each) => (each?.key === key ? [each.limit] : []));
            expect(limits.length).toBeLessThanOrEqual(Math.min(Infinity, ...limits));
          }
        };
        const end = (which: number) => {
          const name = [...atWorkNow.keys()][which % Math.max(1, atWorkNow.size)];
          if (name === undefined) return;
          atWorkNow.delete(name);
          turns.leave(idOf(name));
        };
        for (const [index, each] of steps.entries()) {
          if ('ends' in each) end(each.ends);
          else if ('breaks' in each) {
            const waiting = [...arrived.keys()].filter((name) => !started.includes(name));
            const name = waiting[each.breaks % Math.max(1, waiting.length)];
            if (name !== undefined) {
              arrived.delete(name);
              turns.leave(idOf(name)); // cancelled while it was queued
            }
          } else {
            arrived.set(`${index}`, each.key === undefined ? undefined : keyed(each.key, each.limit));
            arrive(turns, [`${index}`, each.key, each.limit]);
          }
          check();
        }
        while (atWorkNow.size > 0) {
          end(0);
          check();
        }
        expect(started.toSorted()).toEqual([...arrived.keys()].toSorted());
        for (const key of ['a', 'b']) {
          const ofKey = started.filter((name) => arrived.get(name)?.key === key);
          expect(ofKey).toEqual(ofKey.toSorted((one, other) => Number(one) - Number(other)));
        }
        expect(turns.size).toEqual({ runs: 0, keys: 0 });
      }),
    );
  });
});
