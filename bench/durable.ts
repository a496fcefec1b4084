import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMemoryJournal,
  createSimulateGate,
  createVirtualClock,
  type Journal,
  type RunPorts,
  startRun,
} from '@flowmason/engine';
import { RunId } from '@flowmason/pipeline-schema';
import { openSqliteStore } from '../apps/runner-api/src/journal/sqlite-store.ts';
import type { Figure } from '../scripts/figure.ts';
import { quantileOf } from './support/median.ts';
import { IDLE_COMPONENTS, idlePipeline, SIX_STAGES } from './support/six-stages.ts';

const PIPELINE = idlePipeline(SIX_STAGES);
/** Runs per round, by how many are under way at once. A run alone waits for each of its commits. */
const RUNS: readonly (readonly [atOnce: number, runs: number])[] = [
  [1, 400],
  [32, 4000],
  [128, 6000],
];

/**
 * What the disk costs: the same runs of six stages that do nothing, with all events in the durable journal and in memory, in
 * turns in this process.
 */
export async function bench(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fm-bench-durable-'));
  const path = join(folder, 'journal.db');
  const store = await openSqliteStore(path, {
    onFailure(error) {
      throw error;
    },
  });
  try {
    await measure(store.journal, { atOnce: 32, runs: 1000 }); // warms both up
    await measure(createMemoryJournal(), { atOnce: 32, runs: 1000 });
    const figures: Figure[] = [];
    let count = 1000;
    for (const [atOnce, runs] of RUNS) {
      const durable = await measure(store.journal, { atOnce, runs });
      const inMemory = await measure(createMemoryJournal(), { atOnce, runs });
      figures.push(...figuresOf(atOnce, durable, inMemory));
      count += runs;
    }
    await store.close();
    return [...figures, { name: 'durable: bytes on disk per run', value: statSync(path).size / count, unit: 'B' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Round = { readonly runsPerSecond: number; readonly runMs: readonly number[] };

function figuresOf(atOnce: number, durable: Round, inMemory: Round): Figure[] {
  const isLoaded = atOnce > 1;
  const name = `${atOnce} at once`;
  return [
    {
      name: `durable: runs of six stages, ${name}`,
      value: durable.runsPerSecond,
      unit: '1/s',
      ...(isLoaded && { aim: '≥ 2,000' }),
    },
    {
      name: `durable: stages, ${name}`,
      value: durable.runsPerSecond * SIX_STAGES.length,
      unit: '1/s',
      ...(isLoaded && { aim: '≥ 15,000' }),
    },
    { name: `in memory: runs of six stages, ${name}`, value: inMemory.runsPerSecond, unit: '1/s' },
    { name: `durable: one run, ${name}, p50`, value: quantileOf(durable.runMs, 0.5), unit: 'ms' },
    { name: `durable: one run, ${name}, p99`, value: quantileOf(durable.runMs, 0.99), unit: 'ms' },
  ];
}

let started = 0;

async function measure(
  journal: Journal,
  { atOnce, runs }: { readonly atOnce: number; readonly runs: number },
): Promise<Round> {
  const runMs: number[] = [];
  let left = runs;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const before = performance.now();
      await runOnce(journal);
      runMs.push(performance.now() - before);
    }
  };
  const before = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { runsPerSecond: (runs * 1000) / (performance.now() - before), runMs };
}

async function runOnce(journal: Journal): Promise<void> {
  const clock = createVirtualClock();
  const ports: RunPorts = {
    journal,
    gate: createSimulateGate({ handler: () => ({ status: 200 }), clock }),
    secrets: { find: () => undefined, mask: (value) => value },
    env: {},
    findPipeline: async () => undefined,
  };
  const request = { runId: RunId.parse(`run-${started++}`), pipeline: PIPELINE, input: {}, trigger: 'bench' };
  const { status } = await startRun(request, ports, IDLE_COMPONENTS).finished;
  if (status !== 'succeeded') throw new Error(`the run ended ${status}`);
}
