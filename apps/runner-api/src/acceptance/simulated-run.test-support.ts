import { readFile } from 'node:fs/promises';
import {
  builtinComponents,
  createMemoryJournal,
  createSimulateGate,
  createVirtualClock,
  type EffectGate,
  type HttpRequest,
  type ModelRequest,
  type Simulated,
  type SimulatedModelResponse,
  type SimulatedResponse,
  startRun,
  type VirtualClock,
} from '@flowmason/engine';
import {
  checkInput,
  isJsonObject,
  type Json,
  type Run,
  type RunEvent,
  RunId,
  readPipeline,
} from '@flowmason/pipeline-schema';
import { createKnownSecrets } from '../secrets/known-secrets.ts';
import { createRunSecrets } from '../secrets/run-secrets.ts';

const ROOT = new URL('../../../../', import.meta.url);

/** For tests only: one of the two pipelines that the repository ships. */
export type ReferencePipeline = 'devops-cicd-deployment' | 'devops-incident-response';

/** A world for a run in memory: what its services and its model answer. */
export interface InMemoryWorld {
  http(request: HttpRequest): Simulated<SimulatedResponse>;
  model(request: ModelRequest): Simulated<SimulatedModelResponse>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface FinishedRun {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

/** Runs a shipped pipeline, unedited, to its end on a virtual clock; no wait takes real time. */
export async function runInMemory(
  name: ReferencePipeline,
  input: Json,
  openWorld: (clock: VirtualClock) => InMemoryWorld,
): Promise<FinishedRun> {
  const reading = readPipeline(await readPipelineText(name), { components: builtinComponents });
  if (reading.pipeline === undefined || !reading.isRunnable) throw new Error(`${name} cannot run`);
  const checked = checkInput(reading.pipeline.input_schema, input);
  if (checked.problems.length > 0) throw new Error(JSON.stringify(checked.problems));
  const clock = createVirtualClock({ startMs: Date.UTC(2026, 0, 5, 3, 42) });
  const world = openWorld(clock);
  const gate: EffectGate = createSimulateGate({
    clock,
    handler: (request) => world.http(request),
    model: (request) => world.model(request),
  });
  const journal = createMemoryJournal();
  const runId = RunId.parse(`test-${name}`);
  const handle = startRun(
    { runId, pipeline: reading.pipeline, input: checked.input, trigger: 'test' },
    {
      journal,
      gate,
      secrets: createRunSecrets({ given: world.secrets, usesStore: false, others: [] }, createKnownSecrets(undefined)),
      env: {},
      findPipeline: async () => undefined,
    },
    builtinComponents,
  );
  const run = await handle.finished;
  return { run, events: await journal.read(runId) };
}

/** The text of a shipped pipeline. */
export function readPipelineText(name: ReferencePipeline): Promise<string> {
  return readFile(new URL(`pipelines/${name}.pipeline.json`, ROOT), 'utf8');
}

/** One of the inputs that the repository ships. */
export async function readInput(file: 'deploy-api-gateway.json' | 'sample-alert.json'): Promise<Json> {
  const input: Json = JSON.parse(await readFile(new URL(`inputs/${file}`, ROOT), 'utf8'));
  return input;
}

/** Ids of the stages that ended in `status`, in the order of the file; with a reason after a colon when there is one. */
export function stagesThat(run: Run, status: Run['stages'][string]['status']): readonly string[] {
  return Object.entries(run.stages)
    .filter(([, stage]) => stage.status === status)
    .map(([id, { reason }]) => (reason === undefined ? id : `${id}: ${reason}`));
}

/** `a, a, a, b` as `a ×3, b`. */
export function counted(calls: readonly string[]): readonly string[] {
  const groups: { call: string; count: number }[] = [];
  for (const call of calls) {
    const last = groups.at(-1);
    if (last?.call === call) last.count += 1;
    else groups.push({ call, count: 1 });
  }
  return groups.map(({ call, count }) => (count === 1 ? call : `${call} ×${count}`));
}

/** The value at a path of keys and list positions of JSON; undefined when the path leaves it. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((current, key) => {
    if (typeof key === 'number') return Array.isArray(current) ? current[key] : undefined;
    return isJsonObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }, value);
}
