import {
  createMemoryJournal,
  createSimulateGate,
  createVirtualClock,
  type RunPorts,
  startRun,
} from '@flowmason/engine';
import { buildGraph, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import type { Figure } from '../scripts/figure.ts';
import { IDLE_COMPONENTS, idlePipeline, SIX_STAGES } from './support/six-stages.ts';

/** Stages per second in memory, and how long the largest graphs take to build and to run. */
export async function bench(): Promise<Figure[]> {
  const small = idlePipeline(SIX_STAGES);
  const chain = idlePipeline(Array.from({ length: 10_000 }, (_, index) => (index === 0 ? [] : [index - 1])));
  const fan = idlePipeline(Array.from({ length: 10_000 }, (_, index) => (index === 0 ? [] : [0])));
  await runMany(small, 500); // warms the engine up

  const smallMs = await timed(() => runMany(small, 5_000));
  const chainRunMs = await timed(() => runMany(chain, 1));
  const fanRunMs = await timed(() => runMany(fan, 1));
  return [
    { name: 'engine: stages in runs of six, in memory', value: (5_000 * 6_000) / smallMs, unit: '1/s' },
    { name: 'engine: stages in a chain of 10,000, in memory', value: 10_000_000 / chainRunMs, unit: '1/s' },
    { name: 'engine: build the graph of a chain of 10,000', value: await timed(() => buildAll(chain)), unit: 'ms' },
    { name: 'engine: build the graph of a fan of 10,000', value: await timed(() => buildAll(fan)), unit: 'ms' },
    { name: 'engine: run a chain of 10,000', value: chainRunMs, unit: 'ms' },
    { name: 'engine: run a fan of 10,000', value: fanRunMs, unit: 'ms' },
  ];
}

async function buildAll(pipeline: Pipeline): Promise<void> {
  const graph = buildGraph(pipeline, IDLE_COMPONENTS);
  for (const { id } of pipeline.stages) graph.joinDependencies(id);
}

async function runMany(pipeline: Pipeline, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const clock = createVirtualClock();
    const ports: RunPorts = {
      journal: createMemoryJournal(),
      gate: createSimulateGate({ handler: () => ({ status: 200 }), clock }),
      secrets: { find: () => undefined, mask: (value) => value },
      env: {},
      findPipeline: async () => undefined,
    };
    const request = { runId: RunId.parse(`run-${index}`), pipeline, input: {}, trigger: 'bench' };
    const { status } = await startRun(request, ports, IDLE_COMPONENTS).finished;
    if (status !== 'succeeded') throw new Error(`the run ended ${status}`);
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
