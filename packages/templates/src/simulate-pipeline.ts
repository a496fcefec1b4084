import {
  builtinComponents,
  createMemoryJournal,
  createSimulateGate,
  createVirtualClock,
  startRun,
} from '@flowmason/engine';
import { checkInput, type Json, type Pipeline, type Run, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer, SimulatedAnswers } from './simulated-answer.ts';
import { createSimulatedSecrets } from './simulated-secrets.ts';
import { createSimulatedWorld } from './simulated-world.ts';

/** What to simulate: a pipeline without errors, an input that fits, and what its stages hear. */
export interface SimulationRequest {
  readonly pipeline: Pipeline;
  /** Defaults of the schema are filled in. */
  readonly input: Json;
  readonly answers: SimulatedAnswers;
  /** Ends the run as cancelled. */
  readonly signal?: AbortSignal;
  /** A turn of the host's event loop, so that a long simulation holds nothing up; without it the run goes through at once. */
  readonly settle?: () => Promise<void>;
}

/** A run that never left the process, as a real one would have recorded it. */
export interface Simulation {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

/**
 * Runs the pipeline with the engine that runs it for real, in memory, on a virtual clock: five minutes of polling take
 * milliseconds, and nothing leaves. The same request always gives the same events.
 * @throws {Error} when the input does not fit the pipeline's schema.
 */
export async function simulatePipeline(request: SimulationRequest): Promise<Simulation> {
  const { pipeline, answers, signal, settle } = request;
  const { input, problems } = checkInput(pipeline.input_schema, request.input);
  if (problems.length > 0) throw new Error(`the input does not fit: ${problems.map(toLine).join('; ')}`);
  const journal = createMemoryJournal();
  const clock = createVirtualClock({ startMs: SIMULATED_START_MS, ...(settle && { settle }) });
  const ports = {
    journal,
    gate: createSimulateGate({ clock, ...createSimulatedWorld(answers) }),
    secrets: createSimulatedSecrets(pipeline),
    env: {},
    findPipeline: async (reference: string) => toStandIn(reference, answersOfChild(reference, pipeline, answers)),
  };
  const handle = startRun(
    { runId: RUN_ID, pipeline, input, trigger: 'dry_run', sandbox: 'dry run' },
    ports,
    builtinComponents,
  );
  const cancel = (): void => handle.cancel('the simulation was stopped');
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const run = await handle.finished;
    return { run, events: await journal.read(RUN_ID) };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** When every simulation begins, so that texts with times in them are the same each time. */
const SIMULATED_START_MS = Date.UTC(2026, 0, 5, 9, 0);

const RUN_ID = RunId.parse('dry-run');

function toLine({ pointer, message }: { readonly pointer: string; readonly message: string }): string {
  return `${pointer || 'input'}: ${message}`;
}

function answersOfChild(reference: string, pipeline: Pipeline, answers: SimulatedAnswers): SimulatedAnswer | undefined {
  const caller = pipeline.stages.find(
    ({ id, component, config }) => component === 'subpipeline' && config['pipeline'] === reference && answers[id],
  );
  return caller && answers[caller.id]?.[0];
}

/** A pipeline that does nothing and has the answer as its output; none when there is no answer, so that the stage fails. */
function toStandIn(name: string, answer: SimulatedAnswer | undefined): Pipeline | undefined {
  if (answer?.kind !== 'output') return undefined;
  return {
    name,
    version: '1.0.0',
    tags: [],
    settings: { max_parallel: 1, on_failure: 'stop' },
    stages: [{ ...STAND_IN, config: { data: { value: answer.output }, expression: 'value' } }],
    layout: {},
  };
}

const STAND_IN = {
  id: 'answer',
  component: 'json_transform',
  depends_on: [],
  join: 'any',
  on_error: 'fail',
  idempotent: true,
  disabled: false,
} as const;
