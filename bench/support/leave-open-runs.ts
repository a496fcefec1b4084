/** Leaves runs in a data directory that wait for an answer, as a process does that is killed at that moment. */
import { builtinComponents, createSimulateGate, createVirtualClock, type RunPorts, startRun } from '@flowmason/engine';
import { RunId, readPipeline } from '@flowmason/pipeline-schema';
import { openSqliteStore } from '../../apps/runner-api/src/journal/sqlite-store.ts';
import { answerOrders } from './helper-process.ts';

export type OpenRunsOrder = { readonly path: string; readonly text: string; readonly count: number };

answerOrders<OpenRunsOrder>(async ({ path, text, count }) => {
  const { pipeline } = readPipeline(text, { components: builtinComponents });
  if (pipeline === undefined) throw new Error('the pipeline of the bench has errors');
  const store = await openSqliteStore(path, {
    onFailure(error) {
      throw error;
    },
  });
  const clock = createVirtualClock({ startMs: Date.now() });
  const never = new Promise<never>(() => undefined);
  const ports: RunPorts = {
    journal: store.journal,
    gate: { ...createSimulateGate({ handler: () => ({ status: 200 }), clock }), http: () => never },
    secrets: { find: () => undefined, mask: (value) => value },
    env: {},
    findPipeline: async () => undefined,
  };
  for (let index = 0; index < count; index++) {
    const runId = RunId.parse(`open-${String(index).padStart(5, '0')}`);
    await startRun({ runId, pipeline, input: {}, trigger: 'bench', host: {} }, ports, builtinComponents).accepted;
  }
  const isUnderWay = (id: RunId) => store.find(id)?.status === 'running';
  while (!store.openRuns().every(({ runId }) => isUnderWay(runId)))
    await new Promise((resolve) => setTimeout(resolve, 10));
  return store.openRuns().length;
});
