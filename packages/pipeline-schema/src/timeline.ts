import type { Failure } from './failure.ts';
import { isUndecided, type Run, type StageStatus, stageKeyOf } from './run.ts';
import type { RunEvent, SkipReason } from './run-event.ts';

/**
 * A run laid out in time. All times are milliseconds since the run was queued (`RunEvent.t`), whole runs included, so
 * that they are free of clocks and zones. Only events make it; the terminal and the editor draw from it.
 */
export type Timeline = {
  /** The last event that is laid out. */
  readonly seq: number;
  readonly pipeline: string;
  readonly status: Run['status'];
  /** When the run was queued, ms since 1970: what 0 on the time axis means. */
  readonly queuedAtMs: number;
  /** Null until the run has ended. */
  readonly endMs: number | null;
  /** Time of the last event. */
  readonly lastMs: number;
  /** Set when the services were simulated: the name of the situation. */
  readonly sandbox: string | undefined;
  /** Every stage of the definition in file order, also those that have no row yet. */
  readonly stages: readonly { readonly id: string; readonly component: string }[];
  /** One per stage instance that has started or was skipped, in that order. */
  readonly rows: readonly TimelineRow[];
};

/** One stage instance. */
export type TimelineRow = {
  /** Loop address (`each[2]/call`), or the stage id outside loops; unique. */
  readonly key: string;
  readonly stageId: string;
  readonly component: string;
  /** Address of the loop iteration that it belongs to (`each[2]`); undefined outside loops. */
  readonly iteration: string | undefined;
  readonly status: StageStatus;
  /** How many attempts have started. */
  readonly attempts: number;
  /** When it started, or was skipped. */
  readonly startMs: number;
  /** Null until it has settled. */
  readonly endMs: number | null;
  /** Places in the journal of its first event and of the one that settled it: an order that equal times do not have. */
  readonly startSeq: number;
  readonly endSeq: number | null;
  /** In order of time, without overlaps; empty for a stage that never started. */
  readonly segments: readonly TimelineSegment[];
  readonly isHandled: boolean;
  readonly isTolerated: boolean;
  readonly error: Failure | undefined;
  readonly skipReason: SkipReason | undefined;
  /** The outcome that a decision took, or what came of a retry (`met`, `exhausted`). */
  readonly arm: string | undefined;
};

/** One stretch of a row; `endMs` is null while it lasts. */
export type TimelineSegment = AttemptSegment | WaitSegment;

/**
 * Work. `retried` gave an answer that the retry condition did not accept, `waiting` has been suspended by a timer or a
 * person and ends with the wait behind it, `interrupted` was cut off by the end of a process.
 */
export type AttemptSegment = {
  readonly kind: 'attempt';
  readonly attempt: number;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly status: 'running' | 'succeeded' | 'failed' | 'retried' | 'waiting' | 'cancelled' | 'interrupted';
};

/** The delay before another attempt, a timer, or a wait for a person. */
export type WaitSegment = {
  readonly kind: 'wait';
  /** The attempt that it follows. */
  readonly attempt: number;
  readonly startMs: number;
  readonly endMs: number | null;
  /** When it is due; null when nobody knows. */
  readonly untilMs: number | null;
  readonly why: string;
};

/** The timeline of a run of which nothing is known yet. */
export const EMPTY_TIMELINE: Timeline = {
  seq: 0,
  pipeline: '',
  status: 'queued',
  queuedAtMs: 0,
  endMs: null,
  lastMs: 0,
  sandbox: undefined,
  stages: [],
  rows: [],
};

/** Lays out a journal; linear in the number of events. */
export function toTimeline(events: Iterable<RunEvent>): Timeline {
  return applyTimelineEvents(EMPTY_TIMELINE, events);
}

/** The timeline as it is after `event`; one that it has already seen changes nothing. */
export function applyTimelineEvent(timeline: Timeline, event: RunEvent): Timeline {
  return event.seq <= timeline.seq ? timeline : applyTimelineEvents(timeline, [event]);
}

/** The timeline after all of `events`, copied once; rows that none of them concerns stay the same objects. */
export function applyTimelineEvents(timeline: Timeline, events: Iterable<RunEvent>): Timeline {
  const draft: Draft = {
    ...timeline,
    rows: [...timeline.rows],
    places: new Map(timeline.rows.map((row, place) => [row.key, place])),
    components: componentsOf(timeline.stages),
  };
  for (const event of events) if (event.seq > draft.seq) applyTo(draft, event);
  const { places: _places, components: _components, ...next } = draft;
  return next;
}

/** Where a segment or row ends when looked at, for drawing: running ones reach to `nowMs`. */
export function endOf(stretch: { readonly startMs: number; readonly endMs: number | null }, nowMs: number): number {
  return stretch.endMs ?? Math.max(stretch.startMs, nowMs);
}

/** Where the now-line stands on the time axis; a finished run's stands at its end. `epochMs` is the current instant. */
export function timelineNow(timeline: Timeline, epochMs: number): number {
  return timeline.endMs ?? Math.max(timeline.lastMs, epochMs - timeline.queuedAtMs);
}

/** The outcome that a decision took; undefined for other stages, whose `arm` says what came of their retries. */
export function decisionOf(row: Pick<TimelineRow, 'component' | 'arm'>): string | undefined {
  return DECISIONS.has(row.component) ? row.arm : undefined;
}

const DECISIONS = new Set(['conditional', 'router', 'trycatch', 'approval']);

/** The stages of the definition that have no row yet, in file order. */
export function stagesAhead(timeline: Timeline): readonly { readonly id: string; readonly component: string }[] {
  const seen = new Set(timeline.rows.map((row) => row.stageId));
  return timeline.stages.filter(({ id }) => !seen.has(id));
}

type Draft = { -readonly [K in keyof Timeline]: Timeline[K] } & {
  rows: TimelineRow[];
  /** Where in `rows` a key stands. */
  readonly places: Map<string, number>;
  /** By stage id. */
  components: ReadonlyMap<string, string>;
};

function componentsOf(stages: Timeline['stages']): ReadonlyMap<string, string> {
  return new Map(stages.map(({ id, component }) => [id, component]));
}

function applyTo(draft: Draft, event: RunEvent): void {
  draft.seq = event.seq;
  draft.lastMs = Math.max(draft.lastMs, event.t);
  switch (event.type) {
    case 'run.queued':
      draft.pipeline = event.pipeline;
      draft.queuedAtMs = Date.parse(event.at) - event.t;
      draft.sandbox = event.sandbox;
      draft.stages = event.stages;
      draft.components = componentsOf(event.stages);
      return;
    case 'run.started':
      draft.status = 'running';
      return;
    case 'run.waiting':
      draft.status = 'waiting';
      return;
    case 'run.finished':
      draft.status = event.status;
      draft.endMs = event.t;
      return;
    case 'run.cancelling':
    case 'log':
    case 'warning':
    case 'effect':
      return;
    default:
      if (event.type === 'stage.started' && draft.status === 'waiting') draft.status = 'running';
      putRow(draft, applyToRow(rowOf(draft, event), event, draft.queuedAtMs));
  }
}

type StageEvent = Extract<RunEvent, { type: `stage.${string}` | 'decision' }>;

function applyToRow(row: TimelineRow, event: StageEvent, queuedAtMs: number): TimelineRow {
  const { t } = event;
  switch (event.type) {
    case 'stage.started':
      return {
        ...row,
        status: 'running',
        attempts: event.attempt,
        segments: [
          ...closed(row.segments, t, 'interrupted'),
          { kind: 'attempt', attempt: event.attempt, startMs: t, endMs: null, status: 'running' },
        ],
      };
    case 'stage.retrying':
      return withWait(row, event, {
        status: event.error ? 'failed' : 'retried',
        untilMs: t + event.delay_ms,
        why: event.reason,
      });
    case 'stage.waiting':
      return withWait(row, event, {
        status: isUndecided({ waiting: event }) ? 'interrupted' : 'waiting',
        untilMs: event.until === null ? null : Date.parse(event.until) - queuedAtMs,
        why: event.why,
      });
    case 'stage.succeeded':
      return { ...settled(row, event, 'succeeded'), error: undefined };
    case 'stage.failed':
      return {
        ...settled(row, event, 'failed'),
        error: event.error,
        isHandled: event.handled,
        isTolerated: event.tolerated ?? false,
      };
    case 'stage.skipped':
      return { ...settled(row, event, 'skipped'), skipReason: event.reason };
    case 'stage.cancelled':
      return settled(row, event, 'cancelled');
    case 'decision':
      return { ...row, arm: event.arm };
  }
}

function settled(
  row: TimelineRow,
  event: StageEvent,
  status: 'succeeded' | 'failed' | 'skipped' | 'cancelled',
): TimelineRow {
  const segments = closed(row.segments, event.t, status === 'skipped' ? 'succeeded' : status);
  return { ...row, status, endMs: event.t, endSeq: event.seq, segments };
}

function withWait(
  row: TimelineRow,
  event: { readonly t: number; readonly attempt: number },
  wait: { status: AttemptSegment['status']; untilMs: number | null; why: string },
): TimelineRow {
  const { status, untilMs, why } = wait;
  const segment: WaitSegment = { kind: 'wait', attempt: event.attempt, startMs: event.t, endMs: null, untilMs, why };
  return { ...row, status: 'waiting', segments: [...closed(row.segments, event.t, status), segment] };
}

/**
 * The segments with the open one ended at `t`. `status` is how the attempt came out; behind a wait that suspended an
 * attempt it is that attempt's outcome, behind a retry delay the attempt before keeps its own.
 */
function closed(
  segments: readonly TimelineSegment[],
  t: number,
  status: AttemptSegment['status'],
): readonly TimelineSegment[] {
  const last = segments.at(-1);
  if (last === undefined || last.endMs !== null) return segments;
  if (last.kind === 'attempt') return [...segments.slice(0, -1), { ...last, endMs: t, status }];
  const before = segments.at(-2);
  const ended: TimelineSegment = { ...last, endMs: t };
  if (before?.kind !== 'attempt' || before.status !== 'waiting') return [...segments.slice(0, -1), ended];
  return [...segments.slice(0, -2), { ...before, status }, ended];
}

function rowOf(draft: Draft, event: StageEvent): TimelineRow {
  const key = stageKeyOf(event);
  const place = draft.places.get(key);
  const known = place === undefined ? undefined : draft.rows[place];
  if (known) return known;
  const slash = key.lastIndexOf('/');
  return {
    key,
    stageId: event.stage_id,
    component: draft.components.get(event.stage_id) ?? '',
    iteration: slash === -1 ? undefined : key.slice(0, slash),
    status: 'pending',
    attempts: 0,
    startMs: event.t,
    endMs: null,
    startSeq: event.seq,
    endSeq: null,
    segments: [],
    isHandled: false,
    isTolerated: false,
    error: undefined,
    skipReason: undefined,
    arm: undefined,
  };
}

function putRow(draft: Draft, row: TimelineRow): void {
  const place = draft.places.get(row.key);
  if (place !== undefined) {
    draft.rows[place] = row;
    return;
  }
  draft.places.set(row.key, draft.rows.length);
  draft.rows.push(row);
}
