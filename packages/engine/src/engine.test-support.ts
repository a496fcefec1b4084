import {
  type FailureType,
  type Json,
  type JsonObject,
  type Pipeline,
  type Run,
  type RunEvent,
  RunId,
  type Settings,
  type Stage,
} from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { type Component, defineComponent } from './component.ts';
import { builtinComponents } from './components/catalog.ts';
import type { SimulateGateOptions } from './effects/simulate-gate.ts';
import { createSimulateGate } from './effects/simulate-gate.ts';
import { createVirtualClock, type VirtualClock } from './effects/virtual-clock.ts';
import { ComponentError, EffectError } from './errors.ts';
import { createMemoryJournal } from './memory-journal.ts';
import type { Journal, RunPorts, RunRequest } from './ports.ts';
import { type RunHandle, startRun } from './run-pipeline.ts';

type PipelineRest = Partial<Omit<Pipeline, 'settings'>> & { readonly settings?: Partial<Settings> };

/** A stage in short; a bare id is a task that succeeds at once. */
export type StageInShort = string | (Partial<Stage> & { readonly id: string });

export function pipelineOf(stages: readonly StageInShort[], rest: PipelineRest = {}): Pipeline {
  return {
    name: 'test',
    version: '1.0.0',
    tags: [],
    layout: {},
    ...rest,
    settings: { max_parallel: 10, on_failure: 'stop', ...rest.settings },
    stages: stages.map((stage) => ({
      component: 'task',
      depends_on: [],
      join: 'any',
      config: {},
      on_error: 'fail',
      idempotent: false,
      disabled: false,
      ...(typeof stage === 'string' ? { id: stage } : stage),
    })),
  };
}

const TaskConfig = z.object({
  /** Virtual time that an attempt takes. */
  ms: z.number().default(0),
  /** Attempts that fail, from the first on; all by default when `type` is given. */
  failures: z.number().optional(),
  type: z.string().optional(),
  retryable: z.boolean().optional(),
  /** The request did not leave. */
  unsent: z.boolean().default(false),
  details: z.json().optional(),
  output: z.json().optional(),
  /** Goes on although it was asked to stop. */
  deaf: z.boolean().default(false),
});

/** Does what its config says: waits, then succeeds with `output` (default its own id) or fails with `type`. */
export const task: Component = defineComponent({
  name: 'task',
  title: 'Task',
  description: 'For tests.',
  category: 'data',
  icon: 'box',
  effect: 'http',
  config: TaskConfig,
  output: z.json(),
  fields: {},
  async execute(config, context) {
    if (config.deaf) await new Promise(() => undefined);
    if (config.ms > 0) await context.sleep(config.ms);
    if (config.type === undefined || context.attempt > (config.failures ?? Number.POSITIVE_INFINITY)) {
      return (config.output as Json | undefined) ?? context.stageId;
    }
    const options = {
      ...(config.retryable !== undefined && { retryable: config.retryable }),
      ...(config.details !== undefined && { details: config.details as Json }),
    };
    const message = `${context.stageId} was told to fail`;
    if (config.unsent) throw new EffectError(config.type as FailureType, message, { wasSent: false, ...options });
    throw new ComponentError(config.type as FailureType, message, options);
  },
});

export const testComponents: ReadonlyMap<string, Component> = new Map([...builtinComponents, ['task', task]]);

/** The same, where tasks reach nothing outside. */
export const idleComponents: ReadonlyMap<string, Component> = new Map([
  ...testComponents,
  ['task', { ...task, effect: 'none' }],
]);

export interface TestWorld {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly ports: RunPorts;
}

export interface WorldOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  /** Names of the secrets that may go to certain hosts only; which those are, only a real gate knows. */
  readonly bound?: readonly string[];
  readonly handler?: SimulateGateOptions['handler'];
  readonly pipelines?: Readonly<Record<string, Pipeline>>;
  readonly journal?: Journal;
  readonly env?: Readonly<Record<string, string>>;
  readonly startMs?: number;
}

/** Everything that a run needs, in memory and on a clock that waits for nobody. */
export function testWorld(options: WorldOptions = {}): TestWorld {
  const {
    secrets = {},
    bound = [],
    handler = () => ({ status: 200 }),
    pipelines = {},
    env = {},
    startMs = 0,
  } = options;
  const clock = createVirtualClock({ startMs });
  const journal = options.journal ?? createMemoryJournal();
  const mask = <T extends Json>(value: T): T => {
    const text = JSON.stringify(value);
    const masked = Object.entries(secrets).reduce((all, [name, secret]) => all.replaceAll(secret, `•••${name}`), text);
    return masked === text ? value : (JSON.parse(masked) as T);
  };
  return {
    journal,
    clock,
    ports: {
      journal,
      gate: createSimulateGate({ handler, clock }),
      secrets: { find: (name) => secrets[name], mask, isBound: (name) => bound.includes(name) },
      env,
      findPipeline: async (reference) => pipelines[reference],
    },
  };
}

export const RUN_ID = RunId.parse('run-1');

/** Starts `pipeline` in `world`. */
export function start(
  pipeline: Pipeline,
  world: TestWorld,
  request: Partial<RunRequest> = {},
  components = testComponents,
): RunHandle {
  return startRun({ runId: RUN_ID, pipeline, input: {}, trigger: 'test', ...request }, world.ports, components);
}

export type FinishedRun = { readonly run: Run; readonly events: readonly RunEvent[] };

/** Runs stages to their end. */
export async function runStages(
  stages: readonly StageInShort[],
  options: PipelineRest & { readonly input?: Json; readonly world?: WorldOptions } = {},
): Promise<FinishedRun> {
  const { input = {}, world: worldOptions, ...rest } = options;
  const world = testWorld(worldOptions);
  const run = await start(pipelineOf(stages, rest), world, { input }).finished;
  return { run, events: await world.journal.read(run.id) };
}

/** Each stage's end in a word: `ok`, `failed`, `handled`, `tolerated`, `cancelled`, or the reason of its skip. */
export function endsOf({ stages }: Run): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stages).map(([id, { status, reason, handled, tolerated }]) => {
      if (status === 'succeeded') return [id, 'ok'];
      if (status === 'failed') return [id, tolerated ? 'tolerated' : handled ? 'handled' : 'failed'];
      return [id, reason ?? status];
    }),
  );
}

/** The ids of the stages that started, in the order of their first attempts. */
export function startsOf(events: readonly RunEvent[]): string[] {
  const started = events.flatMap((event) => (event.type === 'stage.started' ? [event.instance ?? event.stage_id] : []));
  return [...new Set(started)];
}

/** Short forms of the stages that tests need most. */
export const fails = (id: string, rest: Partial<Stage> = {}, config: JsonObject = {}): StageInShort => ({
  id,
  config: { type: 'EXECUTION', ...config },
  ...rest,
});
export const after = (id: string, ...depends_on: string[]): StageInShort => ({ id, depends_on });
export const takes = (id: string, ms: number, rest: Partial<Stage> = {}): StageInShort => ({
  id,
  config: { ms },
  ...rest,
});
export const block = (id: string, config: JsonObject, rest: Partial<Stage> = {}): StageInShort => ({
  id,
  component: 'trycatch',
  config,
  ...rest,
});
export const choice = (id: string, condition: Json, config: JsonObject, rest: Partial<Stage> = {}): StageInShort => ({
  id,
  component: 'conditional',
  config: { condition, ...config },
  ...rest,
});
export const each = (id: string, config: JsonObject, rest: Partial<Stage> = {}): StageInShort => ({
  id,
  component: 'foreach',
  config,
  ...rest,
});
