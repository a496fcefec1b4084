import { setTimeout as sleep } from 'node:timers/promises';
import { builtinComponents, type Clock, createSimulateGate, createVirtualClock } from '@flowmason/engine';
import type { ConcurrencyPolicy, Run, RunId, StartRun } from '@flowmason/pipeline-schema';
import { onTestFinished } from 'vitest';
import type { StartOptions, Workspace } from '../../runner.ts';
import type { OwnedRuns } from '../run-feed.ts';
import { createRunService, type RunServiceParts } from '../run-service.ts';
import { type OpenedStore, openTestStore } from '../run-store.test-support.ts';
import type { OpenWorld, WorldRequest } from '../run-world.ts';

/**
 * A runner whose runs call `work` in a try and `clean` in its finally, and are answered when the test says so. What they
 * have called is in `calls`, as `roll 2` for the run whose input has the name 2.
 */
export interface TurnBench {
  readonly runs: OwnedRuns;
  readonly store: OpenedStore;
  readonly calls: readonly string[];
  readonly defects: readonly unknown[];
  readonly worlds: readonly WorldRequest[];
  /** Starts a run of the key `api`, or of the key `input.key`. */
  start(name: string, options?: StartAs): Promise<Run>;
  /** Answers the call of this name, now or when it comes. */
  answer(...calls: readonly string[]): void;
  /** Resolves when the call is there. */
  called(call: string): Promise<void>;
  ended(runId: RunId): Promise<Run>;
}

export type StartAs = {
  readonly policy?: ConcurrencyPolicy;
  readonly limit?: number;
  readonly key?: string;
  /** Without any turns. */
  readonly isFree?: boolean;
  readonly request?: Partial<StartRun>;
  readonly options?: StartOptions;
};

export type BenchOptions = Partial<Pick<RunServiceParts, 'limits' | 'turnsAreWith'>> & {
  readonly store?: OpenedStore;
  /** What an earlier process has called. */
  readonly calls?: string[];
  /** Only works on its own runs, as `fm run` does. */
  readonly isAlone?: boolean;
  readonly openWorld?: (request: WorldRequest) => void;
};

export async function openTurnBench(options: BenchOptions = {}): Promise<TurnBench> {
  const store = options.store ?? (await openTestStore());
  const calls = options.calls ?? [];
  const defects: unknown[] = [];
  const worlds: WorldRequest[] = [];
  const doors = new Map<string, PromiseWithResolvers<void>>();
  const doorOf = (call: string) => {
    const door = doors.get(call) ?? Promise.withResolvers<void>();
    doors.set(call, door);
    return door.promise;
  };
  const openWorld: OpenWorld = async (request) => {
    options.openWorld?.(request);
    worlds.push(request);
    const handler = async ({ url }: { readonly url: string }) => {
      const call = new URL(url).pathname.slice(1).replace('/', ' ');
      calls.push(call);
      await doorOf(call);
      return { status: 200 };
    };
    const clock = createVirtualClock({ startMs: Date.now() });
    return {
      gate: { ...createSimulateGate({ handler, clock }), clock: CLOCK },
      secrets: { find: (name) => request.secrets?.[name], mask: (value) => value },
      env: {},
      profile: undefined,
      sandbox: undefined,
      close: async () => undefined,
    };
  };
  const runs = createRunService({
    store,
    components: builtinComponents,
    workspace: NO_WORKSPACE,
    openWorld,
    now: Date.now,
    mask: (value) => value,
    onDefect: (_runId, error) => defects.push(error),
    ...(options.limits && { limits: options.limits }),
    ...(options.turnsAreWith !== undefined && { turnsAreWith: options.turnsAreWith }),
  });
  onTestFinished(() => runs.leave(AbortSignal.abort()));
  if (!options.isAlone) await runs.recover();

  return {
    runs,
    store,
    calls,
    defects,
    worlds,
    start: (name, { request, options: startOptions, ...as } = {}) =>
      runs.start({ document: documentOf(as), input: { name, key: as.key ?? 'api' }, ...request }, startOptions),
    answer(...named) {
      for (const call of named) {
        doorOf(call);
        doors.get(call)?.resolve();
      }
    },
    async called(call) {
      while (!calls.includes(call)) await new Promise(setImmediate);
    },
    async ended(runId) {
      for await (const _ of runs.follow(runId, 0, new AbortController().signal));
      return runs.get(runId);
    },
  };
}

function documentOf({ policy = 'queue', limit = 1, isFree = false }: StartAs): StartRun['document'] {
  return {
    name: 'deploy',
    version: '1.0.0',
    settings: isFree ? {} : { concurrency: { key: '{{input.key}}', policy, limit } },
    stages: [
      { id: 'block', component: 'trycatch', config: { try: ['roll'], finally: ['clean'] } },
      { id: 'roll', component: 'http_request', config: { url: 'https://x.test/roll/{{input.name}}' } },
      { id: 'clean', component: 'http_request', config: { url: 'https://x.test/clean/{{input.name}}' } },
    ],
  };
}

/** The machine's: a virtual one would pass over the minutes that finally has while a test holds back an answer. */
const CLOCK: Clock = { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }) };

const NO_WORKSPACE: Workspace = {
  root: '/workspace',
  findPipeline: async () => undefined,
  findPipelineFile: async () => undefined,
  readFile: async () => undefined,
  listPipelines: async () => [],
  writePipeline: () => Promise.reject(new Error('no test writes')),
  deletePipeline: () => Promise.reject(new Error('no test deletes')),
};
