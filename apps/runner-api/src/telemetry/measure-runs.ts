import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { OpenCount } from '../run-store.ts';
import { createBoundedLabels } from './bounded-labels.ts';
import type { ObservedRun, RunObserver } from './observe-runs.ts';

/** Pipelines that are told apart. */
const MAX_PIPELINES = 200;
/** From a step in memory to a pipeline that waits for people, in seconds. */
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400];

/** Counts runs, stages and attempts, and times runs and stages. */
export function measureRuns(registry: Registry, countOpen: () => readonly OpenCount[]): RunObserver {
  const registers = [registry];
  const runsStarted = new Counter({
    name: 'flowmason_runs_started_total',
    help: 'Runs that were accepted, children included.',
    labelNames: ['pipeline'],
    registers,
  });
  const runsFinished = new Counter({
    name: 'flowmason_runs_finished_total',
    help: 'Runs that have ended.',
    labelNames: ['pipeline', 'status'],
    registers,
  });
  const runSeconds = new Histogram({
    name: 'flowmason_run_duration_seconds',
    help: 'From the acceptance of a run to its end.',
    labelNames: ['status'],
    buckets: SECONDS,
    registers,
  });
  const stagesFinished = new Counter({
    name: 'flowmason_stages_finished_total',
    help: 'Stages that have ended, each item of a loop on its own.',
    labelNames: ['component', 'status'],
    registers,
  });
  const stageSeconds = new Histogram({
    name: 'flowmason_stage_duration_seconds',
    help: 'From the start of the first attempt at a stage to its end; skipped stages do not count.',
    labelNames: ['component'],
    buckets: SECONDS,
    registers,
  });
  const attempts = new Counter({
    name: 'flowmason_stage_attempts_total',
    help: 'Attempts that were started.',
    labelNames: ['component'],
    registers,
  });
  const retries = new Counter({
    name: 'flowmason_stage_retries_total',
    help: 'Attempts after which another one was due.',
    labelNames: ['component'],
    registers,
  });
  new Gauge({
    name: 'flowmason_runs_open',
    help: 'Runs that have not ended; "held" ones do not go on by themselves.',
    labelNames: ['status'],
    registers,
    collect() {
      for (const status of ['queued', 'running', 'waiting', 'held']) this.set({ status }, 0);
      for (const { status, isHeld, count } of countOpen()) this.inc({ status: isHeld ? 'held' : status }, count);
    },
  });
  new Gauge({
    name: 'flowmason_runs_need_person',
    help: 'Runs that wait for a person: "held" ones to be resumed or cancelled, the others for a decision.',
    labelNames: ['why'],
    registers,
    collect() {
      for (const why of ['held', 'decision']) this.set({ why }, 0);
      for (const { isHeld, needsDecision, count } of countOpen()) {
        if (isHeld || needsDecision) this.inc({ why: isHeld ? 'held' : 'decision' }, count);
      }
    },
  });

  const pipelines = createBoundedLabels(MAX_PIPELINES);
  const startTimes = createStartTimes();
  const noteStageEnd = (event: StageEnd, run: ObservedRun): void => {
    const component = componentOf(event.stage_id, run);
    stagesFinished.inc({ component, status: event.type.slice('stage.'.length) });
    const startedAt = startTimes.take(event);
    if (startedAt !== undefined) stageSeconds.observe({ component }, (event.t - startedAt) / 1000);
  };

  return {
    note(event, run) {
      const pipeline = pipelines.label(run.pipeline);
      switch (event.type) {
        case 'run.queued':
          return runsStarted.inc({ pipeline });
        case 'run.finished':
          startTimes.forget(event.run_id);
          runsFinished.inc({ pipeline, status: event.status });
          return runSeconds.observe({ status: event.status }, event.t / 1000);
        case 'stage.started':
          startTimes.note(event);
          return attempts.inc({ component: componentOf(event.stage_id, run) });
        case 'stage.retrying':
          return retries.inc({ component: componentOf(event.stage_id, run) });
        case 'stage.succeeded':
        case 'stage.failed':
        case 'stage.skipped':
        case 'stage.cancelled':
          return noteStageEnd(event, run);
        default:
          return undefined;
      }
    },
    recall(event) {
      if (event.type === 'stage.started') startTimes.note(event);
      if (isStageEnd(event)) startTimes.take(event);
      if (event.type === 'run.finished') startTimes.forget(event.run_id);
    },
  };
}

type StageEnd = Extract<RunEvent, { type: 'stage.succeeded' | 'stage.failed' | 'stage.skipped' | 'stage.cancelled' }>;

function isStageEnd(event: RunEvent): event is StageEnd {
  return ['stage.succeeded', 'stage.failed', 'stage.skipped', 'stage.cancelled'].includes(event.type);
}

function componentOf(stageId: string, { components }: ObservedRun): string {
  return components.get(stageId) ?? 'unknown';
}

type OfStage = { readonly run_id: RunId; readonly stage_id: string; readonly instance?: string | undefined };

/** When the first attempt at each stage that is under way began, in ms since the start of its run. */
function createStartTimes() {
  const runs = new Map<RunId, Map<string, number>>();
  const addressOf = ({ instance, stage_id: stageId }: OfStage): string => instance ?? stageId;
  return {
    note(event: OfStage & { readonly t: number }): void {
      const stages = runs.get(event.run_id) ?? new Map<string, number>();
      runs.set(event.run_id, stages);
      const address = addressOf(event);
      if (!stages.has(address)) stages.set(address, event.t);
    },
    take(event: OfStage): number | undefined {
      const stages = runs.get(event.run_id);
      const startedAt = stages?.get(addressOf(event));
      stages?.delete(addressOf(event));
      return startedAt;
    },
    forget: (runId: RunId): void => void runs.delete(runId),
  };
}
