import type { Failure, Json, RunId, SkipCause, SkipReason } from '@flowmason/pipeline-schema';
import type { Link, Plan, PlannedStage, Section } from './plan.ts';

/**
 * A run as the engine sees it while it goes on. Invariants:
 * I1. Only `foldEvent` changes it, from events alone: the same journal always gives the same state.
 * I2. `waitsLeft` of a pending instance is the number of its waits that have not settled.
 * I3. An instance of which something may have changed stands in `agenda`; nothing else needs to be looked at.
 * I4. The input and every output are frozen throughout: templates hand them on as they are, also to components.
 */
export interface RunState {
  readonly plan: Plan;
  readonly runId: RunId;
  /** The last event that is folded in. */
  seq: number;
  /** Characters of its events as JSON, about. */
  length: number;
  status: 'queued' | 'running' | 'waiting' | 'finished';
  input: Json;
  trigger: string;
  parent: { readonly run_id: RunId; readonly stage_id: string } | undefined;
  createdMs: number;
  startedMs: number;
  /** The time of the latest event. */
  latestMs: number;
  readonly root: Frame;
  /** By address; instances of loops under `loop[2]/member`. */
  readonly instances: Map<string, Instance>;
  /** The first failure that nobody handles. */
  unhandled: Failure | undefined;
  /** Nothing else may start, because of that failure and `on_failure: stop`. */
  stoppedBy: Instance | undefined;
  /** The run is being ended from outside: a cancel, or `failure` when its time or its room is up. */
  ending: Ending | undefined;
  returnedBy: Instance | undefined;
  /** Instances that are not settled. */
  unsettled: number;
  /** Attempts that run now. */
  running: number;
  /** Stages that wait for a person to decide. */
  undecided: number;
  completed: number;
  settledCount: number;
  readonly agenda: Instance[];
}

export type Ending = {
  readonly reason: string;
  readonly failure: Failure | undefined;
  readonly atMs: number;
  /** Characters that had been recorded by then. */
  readonly length: number;
  /** Finally blocks had their time; they are ended too. */
  isForced: boolean;
  /** Finally stages that this concerns. */
  cutOff: CutOff;
};

/** What the forced end of a run means for the finally blocks that had begun: keys of stages, at most a hundred each. */
export interface CutOff {
  /** They will not run. */
  readonly leftOut: readonly string[];
  /** They were under way, and do not come to their end. */
  readonly cutOff: readonly string[];
}

/** One pass through a section: the run itself, or one iteration of a foreach. */
export interface Frame {
  readonly section: Section;
  readonly owner: Instance | undefined;
  readonly index: number;
  /** What addresses in it begin with: `` or `each[2]/`. */
  readonly prefix: string;
  readonly instances: Instance[];
  unsettled: number;
  /** The failure that ended this iteration. */
  failure: { readonly by: Instance; readonly error: Failure } | undefined;
}

export interface Instance {
  readonly planned: PlannedStage;
  readonly frame: Frame;
  readonly key: string;
  status: 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';
  waitsLeft: number;
  attempts: number;
  startedMs: number;
  /** When the current attempt began first; it stays when the attempt is repeated after a restart. */
  attemptMs: number;
  settledMs: number;
  /** Place in the sequence of settlements. */
  settledAs: number;
  /** While waiting: when the next attempt is due. */
  dueMs: number;
  /** While waiting: for a person, who has to say what became of the attempt that was interrupted. */
  isUndecided: boolean;
  /** Time of interrupted attempts and of the decisions on them, which no deadline of the stage counts. */
  undecidedMs: number;
  config: Json;
  output: Json;
  error: Failure | undefined;
  handled: boolean;
  tolerated: boolean;
  arm: string | undefined;
  reason: SkipReason | undefined;
  because: readonly SkipCause[];
  block: BlockState | undefined;
  loop: LoopState | undefined;
  /** Of a failed stage: the block outside of it that its failure counts for. */
  coveredBy: Instance | undefined;
  /** Of a block: the failures outside that count for its try phase. */
  covered: Instance[] | undefined;
}

/** What a trycatch knows of its members. */
export interface BlockState {
  tryLeft: number;
  catchLeft: number;
  finallyLeft: number;
  /** Set by the first failure that counts for the try phase; what has not started is skipped from then on. */
  failure: Failure | undefined;
  failedBy: Instance | undefined;
  /** The first failing member of catch or finally. */
  cleanupFailedBy: Instance | undefined;
  hasStarted: boolean;
}

/** What a foreach knows of its iterations. */
export interface LoopState {
  readonly items: readonly Json[];
  readonly limit: number;
  readonly breaksOnError: boolean;
  readonly frames: Frame[];
  openCount: number;
  /** The first iteration that failed. */
  failed: Frame | undefined;
  isTimedOut: boolean;
}

/** The state of a run of which nothing has happened yet. */
export function newRunState(plan: Plan, runId: RunId): RunState {
  const root = newFrame(plan.root, { owner: undefined, index: 0, prefix: '' });
  const instances = new Map(root.instances.map((instance) => [instance.key, instance]));
  return {
    plan,
    runId,
    seq: 0,
    length: 0,
    status: 'queued',
    input: null,
    trigger: '',
    parent: undefined,
    createdMs: 0,
    startedMs: 0,
    latestMs: 0,
    root,
    instances,
    unhandled: undefined,
    stoppedBy: undefined,
    ending: undefined,
    returnedBy: undefined,
    unsettled: root.instances.length,
    running: 0,
    undecided: 0,
    completed: 0,
    settledCount: 0,
    agenda: [],
  };
}

/** A frame in which every stage is pending; waits that settled outside before are already counted. */
export function newFrame(section: Section, place: Pick<Frame, 'owner' | 'index' | 'prefix'>): Frame {
  const instances: Instance[] = [];
  const frame: Frame = { section, ...place, instances, unsettled: section.stages.length, failure: undefined };
  for (const planned of section.stages) instances.push(newInstance(planned, frame));
  for (const instance of instances) {
    const settledOutside = instance.planned.waits.filter((link) => link.up > 0 && isSettled(at(frame, link)));
    instance.waitsLeft -= settledOutside.length;
  }
  return frame;
}

/** The instance that a link of a stage in `frame` leads to. */
export function at(frame: Frame, { up, at }: Link): Instance {
  let found = frame;
  for (let step = 0; step < up && found.owner; step++) found = found.owner.frame;
  const instance = found.instances[at];
  if (instance === undefined) throw new Error(`no stage at ${up}:${at} of frame "${frame.prefix}"`);
  return instance;
}

/** The scope instance that an instance is a member of. */
export function scopeOf(instance: Instance): Instance | undefined {
  const { scope } = instance.planned;
  return scope && at(instance.frame, scope);
}

/** True for a member of a catch or finally list, at any depth. */
export function isInCleanup(instance: Instance): boolean {
  for (let at: Instance | undefined = instance; at !== undefined; at = scopeOf(at)) {
    const role = at.planned.scope?.role;
    if (role === 'catch' || role === 'finally') return true;
  }
  return false;
}

/** True once an instance has come to its end. */
export function isSettled({ status }: Pick<Instance, 'status'>): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'cancelled';
}

/** True for stages that only hold others: they take no place among the stages that run at once. */
export function isContainer(planned: PlannedStage): boolean {
  return planned.stage.component === 'trycatch' || planned.stage.component === 'foreach';
}

/** The skip was caused by a failure, directly or along others; joins count it as failed. */
export function isFailureSkip({ reason, because }: Pick<Instance, 'reason' | 'because'>): boolean {
  if (reason !== 'dependency_skipped') return isFailureReason(reason);
  const decisive = because.find(({ detail }) => detail !== 'dependency_skipped');
  if (decisive?.what === 'skipped') return isFailureReason(decisive.detail);
  return decisive?.what === 'failed' || decisive?.what === 'cancelled';
}

function isFailureReason(reason: string | undefined): boolean {
  return reason === 'dependency_failed' || reason === 'try_aborted';
}

function newInstance(planned: PlannedStage, frame: Frame): Instance {
  return {
    planned,
    frame,
    key: frame.prefix + planned.id,
    status: 'pending',
    waitsLeft: planned.waits.length,
    attempts: 0,
    startedMs: 0,
    attemptMs: 0,
    settledMs: 0,
    settledAs: 0,
    dueMs: 0,
    isUndecided: false,
    undecidedMs: 0,
    config: null,
    output: null,
    error: undefined,
    handled: false,
    tolerated: false,
    arm: undefined,
    reason: undefined,
    because: [],
    block: undefined,
    loop: undefined,
    coveredBy: undefined,
    covered: undefined,
  };
}
