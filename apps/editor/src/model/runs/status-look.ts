import {
  isFinished,
  isUndecided,
  type Run,
  type RunStatus,
  type StageRun,
  type TimelineRow,
} from '@flowmason/pipeline-schema';

/** How a status is shown: a word, an icon and a tone, so that colour never speaks alone. */
export interface StatusLook {
  readonly word: string;
  readonly icon: string;
  readonly tone: 'neutral' | 'running' | 'waiting' | 'succeeded' | 'recovered' | 'failed' | 'skipped';
  /** It is being worked on right now. */
  readonly isActive: boolean;
}

/**
 * How a stage of a run is shown. A failure that was caught or tolerated is not red: it is dealt with. One that waits for a
 * person is told from one that goes on by itself.
 */
export function toStageLook(stage: Pick<StageRun, 'status' | 'handled' | 'tolerated' | 'waiting'>): StatusLook {
  if (stage.status === 'waiting' && isUndecided(stage)) return UNDECIDED;
  if (stage.status === 'failed' && stage.handled) return HANDLED;
  if (stage.status === 'failed' && stage.tolerated) return TOLERATED;
  return STAGE_LOOKS[stage.status];
}

/** The same for a row of the timeline. */
export function toRowLook({ status, isHandled, isTolerated, segments }: TimelineRow): StatusLook {
  const last = segments.at(-1);
  const waiting = last?.kind === 'wait' ? { until: null, why: last.why } : undefined;
  return toStageLook({ status, handled: isHandled, tolerated: isTolerated, ...(waiting && { waiting }) });
}

/**
 * How a run is shown. One that is held, or of which nothing goes on until somebody has decided, waits for a person, also when
 * that is to be done in a run that it has started, and one that is being cancelled is about to end.
 */
export function toRunLook(
  run: Pick<Run, 'status' | 'held' | 'cancelling' | 'undecided' | 'undecided_children'>,
): StatusLook {
  if (run.held !== undefined) return HELD;
  if (run.status === 'waiting' && run.undecided) return NEEDS_DECISION;
  if (run.status === 'running' && run.undecided_children) return NEEDS_DECISION;
  const look = RUN_LOOKS[run.status];
  return run.cancelling === true && !isFinished(run) ? { ...look, word: 'cancelling' } : look;
}

const UNDECIDED: StatusLook = { word: 'waiting for a decision', icon: 'user-check', tone: 'waiting', isActive: false };
const NEEDS_DECISION: StatusLook = { ...UNDECIDED, word: 'undecided' };
const HELD: StatusLook = { word: 'held', icon: 'circle-pause', tone: 'waiting', isActive: false };

const HANDLED: StatusLook = { word: 'failed, handled', icon: 'shield-check', tone: 'recovered', isActive: false };
const TOLERATED: StatusLook = { word: 'failed, tolerated', icon: 'circle-x', tone: 'recovered', isActive: false };

const STAGE_LOOKS = {
  pending: { word: 'pending', icon: 'circle-dashed', tone: 'neutral', isActive: false },
  running: { word: 'running', icon: 'loader-circle', tone: 'running', isActive: true },
  waiting: { word: 'waiting', icon: 'hourglass', tone: 'waiting', isActive: true },
  succeeded: { word: 'succeeded', icon: 'circle-check', tone: 'succeeded', isActive: false },
  failed: { word: 'failed', icon: 'circle-x', tone: 'failed', isActive: false },
  skipped: { word: 'skipped', icon: 'minus', tone: 'skipped', isActive: false },
  cancelled: { word: 'cancelled', icon: 'ban', tone: 'skipped', isActive: false },
} as const satisfies Record<StageRun['status'], StatusLook>;

const RUN_LOOKS = {
  queued: { word: 'queued', icon: 'clock', tone: 'neutral', isActive: true },
  running: { word: 'running', icon: 'loader-circle', tone: 'running', isActive: true },
  waiting: { word: 'waiting', icon: 'hourglass', tone: 'waiting', isActive: true },
  succeeded: { word: 'succeeded', icon: 'circle-check', tone: 'succeeded', isActive: false },
  recovered: { word: 'recovered', icon: 'shield-check', tone: 'recovered', isActive: false },
  failed: { word: 'failed', icon: 'circle-x', tone: 'failed', isActive: false },
  cancelled: { word: 'cancelled', icon: 'ban', tone: 'skipped', isActive: false },
} as const satisfies Record<RunStatus, StatusLook>;
