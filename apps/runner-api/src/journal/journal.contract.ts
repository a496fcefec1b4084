import type { Journal, PinnedRun } from '@flowmason/engine';
import { type NewRunEvent, type Pipeline, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';

const RUN = RunId.parse('run-1');
const OTHER = RunId.parse('run-2');

function warning(message: string): NewRunEvent {
  return { type: 'warning', at: '2026-11-22T08:00:00.000Z', t: 5, code: 'test', message };
}

function stored(runId: RunId, seq: number, message: string): RunEvent {
  return { type: 'warning', at: '2026-11-22T08:00:00.000Z', t: 5, code: 'test', message, run_id: runId, seq };
}

const PIPELINE: Pipeline = {
  name: 'p',
  version: '1.0.0',
  tags: [],
  layout: {},
  settings: { max_parallel: 10, on_failure: 'stop' },
  stages: [],
};
const PINNED: PinnedRun = { pipeline: PIPELINE, engineVersion: 1, host: { profile: 'staging' } };

/** What every journal keeps to (`ports.ts`). `open` gives an empty one. */
export function describeJournal(name: string, open: () => Promise<Journal>): void {
  describe(`${name} keeps the journal contract`, () => {
    it('gives events back as stored, numbered from 1 without gaps', async () => {
      const journal = await open();
      expect(await journal.append(RUN, 0, [warning('a'), warning('b')])).toEqual([
        stored(RUN, 1, 'a'),
        stored(RUN, 2, 'b'),
      ]);
      expect(await journal.append(RUN, 2, [warning('c')])).toEqual([stored(RUN, 3, 'c')]);
      expect(await journal.read(RUN)).toEqual([stored(RUN, 1, 'a'), stored(RUN, 2, 'b'), stored(RUN, 3, 'c')]);
    });

    it('reads only what comes after a seq', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [warning('a'), warning('b'), warning('c')]);
      expect(await journal.read(RUN, 2)).toEqual([stored(RUN, 3, 'c')]);
      expect(await journal.read(RUN, 3)).toEqual([]);
    });

    it('has no events of a run that is unknown', async () => {
      expect(await (await open()).read(RUN)).toEqual([]);
    });

    it('numbers each run by itself', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [warning('a')]);
      await journal.append(OTHER, 0, [warning('b')]);
      expect(await journal.read(OTHER)).toEqual([stored(OTHER, 1, 'b')]);
    });

    it('accepts only the first of two appends at the same seq', async () => {
      const journal = await open();
      const appends = await Promise.allSettled([
        journal.append(RUN, 0, [warning('first')]),
        journal.append(RUN, 0, [warning('second')]),
      ]);
      expect(appends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(appends[1]).toMatchObject({ reason: { code: 'journal_conflict' } });
      expect(await journal.read(RUN)).toEqual([stored(RUN, 1, 'first')]);
    });

    it.each([1, 5])('stores nothing of an append that expects seq %i of an empty run', async (expectedSeq) => {
      const journal = await open();
      await expect(journal.append(RUN, expectedSeq, [warning('a')])).rejects.toMatchObject({
        code: 'journal_conflict',
      });
      expect(await journal.read(RUN)).toEqual([]);
    });

    it('does not change with the lists that it was given and has given', async () => {
      const journal = await open();
      const given = [warning('a')];
      await journal.append(RUN, 0, given);
      given.push(warning('b'));
      const read = [...(await journal.read(RUN))];
      read.pop();
      expect(await journal.read(RUN)).toEqual([stored(RUN, 1, 'a')]);
    });

    it('keeps what is pinned with the first events of a run', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [warning('a')], PINNED);
      await journal.append(OTHER, 0, [warning('b')], { pipeline: PIPELINE, engineVersion: 2 });
      await journal.append(RUN, 1, [warning('c')]);
      expect(await journal.pinned(RUN)).toEqual(PINNED);
      expect(await journal.pinned(OTHER)).toEqual({ pipeline: PIPELINE, engineVersion: 2 });
    });

    it('has nothing pinned for a run that is unknown, or came without', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [warning('a')]);
      expect([await journal.pinned(RUN), await journal.pinned(OTHER)]).toEqual([undefined, undefined]);
    });

    it('pins nothing with an append that it refuses', async () => {
      const journal = await open();
      await expect(journal.append(RUN, 3, [warning('a')], PINNED)).rejects.toMatchObject({ code: 'journal_conflict' });
      expect(await journal.pinned(RUN)).toBeUndefined();
    });

    it('keeps values of any size and shape', async () => {
      const journal = await open();
      const data = {
        text: 'x'.repeat(300_000),
        list: Array(9).fill({ a: ['y'.repeat(40_000), null, 0.5, ''] }),
        '': [[]],
      };
      const logged: NewRunEvent = {
        type: 'log',
        at: '2026-11-22T08:00:00.000Z',
        t: 5,
        level: 'info',
        message: '',
        data,
      };
      await journal.append(RUN, 0, [warning('a'), logged]);
      expect((await journal.read(RUN, 1))[0]).toEqual({ ...logged, run_id: RUN, seq: 2 });
    });

    it('keeps every character of a text', async () => {
      const journal = await open();
      const message = 'NUL \u0000, half a pair \ud800, grüße 🎉';
      await journal.append(RUN, 0, [warning(message)]);
      expect(await journal.read(RUN)).toEqual([stored(RUN, 1, message)]);
    });
  });
}
