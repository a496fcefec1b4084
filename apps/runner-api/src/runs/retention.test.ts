import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { PruneLimits, PruneStep } from '../run-store.ts';
import { keepRetention, removeOld } from './retention.ts';

const NOW = Date.parse('2026-11-22T08:00:00.000Z');
const now = () => NOW;

function runsThatAnswer(steps: readonly PruneStep[]) {
  const asked: PruneLimits[] = [];
  return {
    asked,
    async prune(limits: PruneLimits): Promise<PruneStep> {
      asked.push(limits);
      return steps[asked.length - 1] ?? { removed: [], isDone: true };
    },
  };
}

const step = (...ids: string[]): PruneStep => ({ removed: ids.map((id) => RunId.parse(id)), isDone: false });

describe('removeOld', () => {
  it('takes steps until nothing is left, and counts the runs', async () => {
    const runs = runsThatAnswer([step('a', 'b'), step(), step('c')]);
    expect(await removeOld({ runs, keepDays: 30, now }, new AbortController().signal)).toBe(3);
  });

  it('asks for what ended before the days, and spares keys of seven days', async () => {
    const runs = runsThatAnswer([]);
    await removeOld({ runs, keepDays: 30, now }, new AbortController().signal);
    expect(runs.asked).toEqual([{ endedBefore: '2026-10-23T08:00:00.000Z', keyedSince: '2026-11-15T08:00:00.000Z' }]);
  });

  it('stops between two steps', async () => {
    const stop = new AbortController();
    const runs = runsThatAnswer([step('a')]);
    const removing = removeOld({ runs, keepDays: 30, now }, stop.signal);
    stop.abort();
    expect(await removing).toBe(1);
    expect(runs.asked).toHaveLength(1);
  });
});

describe('keepRetention', () => {
  const parts = { now, onRemoved: () => undefined, onDefect: () => undefined };

  it('removes nothing for 0 days', async () => {
    const runs = runsThatAnswer([]);
    await keepRetention({ ...parts, runs, keepDays: 0 }, new AbortController().signal);
    expect(runs.asked).toEqual([]);
  });

  it('tells of a step that fails and waits for the next round', async () => {
    const stop = new AbortController();
    const defects: unknown[] = [];
    const runs = { prune: () => Promise.reject(new Error('the disk is full')) };
    const onDefect = (error: unknown) => {
      defects.push(error);
      stop.abort();
    };
    await keepRetention({ ...parts, runs, keepDays: 1, onDefect }, stop.signal);
    expect(defects).toEqual([new Error('the disk is full')]);
  });
});
