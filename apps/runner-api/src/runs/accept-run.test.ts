import { builtinComponents, createSimulateGate, createVirtualClock } from '@flowmason/engine';
import { expect, it, onTestFinished } from 'vitest';
import type { Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { createRunService } from './run-service.ts';
import { openTestStore } from './run-store.test-support.ts';

const workspace: Workspace = {
  root: '/workspace',
  findPipeline: async () => undefined,
  findPipelineFile: async () => undefined,
  readFile: async () => undefined,
  listPipelines: async () => [],
  writePipeline: () => Promise.reject(new Error('no test writes')),
  deletePipeline: () => Promise.reject(new Error('no test deletes')),
};

it('closes the world of a run that cannot be recorded once', async () => {
  const store = await openTestStore();
  const refuse = () => Promise.reject(new RunnerError('storage_full', 'There is no room.'));
  let closed = 0;
  const runs = createRunService({
    store: { ...store, journal: { ...store.journal, append: refuse } },
    components: builtinComponents,
    workspace,
    openWorld: async () => ({
      gate: createSimulateGate({ handler: () => ({ status: 200 }), clock: createVirtualClock() }),
      secrets: { find: () => undefined, mask: (value) => value },
      env: {},
      profile: undefined,
      sandbox: undefined,
      async close() {
        closed += 1;
      },
    }),
    now: Date.now,
    mask: (value) => value,
    onDefect: (_runId, error) => {
      throw error;
    },
  });
  onTestFinished(() => runs.leave(AbortSignal.abort()));
  const start = runs.start({ document: { name: 'p', version: '1.0.0', stages: [] } });
  await expect(start).rejects.toMatchObject({ code: 'storage_full' });
  await runs.leave(AbortSignal.abort());
  expect(closed).toBe(1);
});
