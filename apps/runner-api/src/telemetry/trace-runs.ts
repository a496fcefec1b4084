import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { ObservedRun, RunObserver } from './observe-runs.ts';
import { attemptSpanId, runSpanId, traceOf } from './trace-ids.ts';

/** A part of a trace that is over. */
export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** It called another service. */
  readonly isCall: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/**
 * Makes a span of every attempt at a stage, and one of the run as a whole, which is the parent of the attempts. Nothing of
 * inputs, outputs, messages, headers or paths is in them.
 *
 * A process that is killed loses the spans that it has not sent yet. Whoever takes its run up therefore sends again what
 * ended shortly before; ids are derived, so a receiver can tell that it is the same.
 */
export function traceRuns(emit: (span: EndedSpan) => void): RunObserver {
  const states = new Map<RunId, TraceState>();
  const stateOf = (run: ObservedRun): TraceState => {
    const state = states.get(run.runId) ?? { attempts: new Map(), startMs: 0, lastMs: 0, recalled: [] };
    states.set(run.runId, state);
    return state;
  };
  const parentOf = ({ parent, origin }: ObservedRun): string | undefined => {
    if (parent === undefined) return traceOf(origin).callerSpanId;
    const { attempt = 1 } = states.get(parent.runId)?.attempts.get(parent.stageId) ?? {};
    return attemptSpanId(parent.runId, parent.stageId, attempt);
  };
  /** Takes the event into the state; gives the span that it ends. */
  const fold = (event: RunEvent, run: ObservedRun): EndedSpan | undefined => {
    const state = stateOf(run);
    const ms = Date.parse(event.at);
    if (event.type === 'run.queued') state.startMs = ms;
    if (event.type === 'stage.started') begin(event, state, ms);
    if (event.type === 'effect') called(event, state);
    if (event.type === 'run.finished') {
      states.delete(run.runId);
      return { ...endOfRun(event, run, state.startMs), parentSpanId: parentOf(run), endMs: ms };
    }
    return endsAttempt(event) ? endOfAttempt(event, run, { state, endMs: ms }) : undefined;
  };
  const send = (span: EndedSpan, run: ObservedRun): void => {
    if (traceOf(run.origin).isSampled) emit(span);
  };

  return {
    note(event, run) {
      const { recalled, lastMs } = stateOf(run);
      for (const span of recalled.splice(0)) if (span.endMs >= lastMs - RESEND_MS) send(span, run);
      const span = fold(event, run);
      if (span !== undefined) send(span, run);
    },
    recall(event, run) {
      const span = fold(event, run);
      if (event.type === 'run.finished') return; // over before anybody watched: whoever did has sent what there was
      const state = stateOf(run);
      state.lastMs = Date.parse(event.at);
      if (span !== undefined) state.recalled.push(span);
    },
  };
}

/** More than the time for which spans wait before they are sent. */
const RESEND_MS = 10_000;

interface TraceState {
  startMs: number;
  /** The attempts that are under way, by the address of their stage. */
  readonly attempts: Map<string, Attempt>;
  /** When the last event of an earlier process happened. */
  lastMs: number;
  /** What ended in an earlier process. */
  readonly recalled: EndedSpan[];
}

interface Attempt {
  readonly attempt: number;
  readonly startMs: number;
  call?: Readonly<Record<string, string | number>>;
}

type Started = Extract<RunEvent, { type: 'stage.started' }>;
type Effect = Extract<RunEvent, { type: 'effect' }>;
type Finished = Extract<RunEvent, { type: 'run.finished' }>;
type AttemptEnd = Extract<
  RunEvent,
  { type: 'stage.succeeded' | 'stage.failed' | 'stage.retrying' | 'stage.cancelled' }
>;

function endsAttempt(event: RunEvent): event is AttemptEnd {
  return ['stage.succeeded', 'stage.failed', 'stage.retrying', 'stage.cancelled'].includes(event.type);
}

function addressOf({ instance, stage_id: stageId }: { instance?: string | undefined; stage_id: string }): string {
  return instance ?? stageId;
}

/** An attempt that is repeated after a crash begins once. */
function begin(event: Started, { attempts }: TraceState, startMs: number): void {
  const known = attempts.get(addressOf(event));
  if (known?.attempt !== event.attempt) attempts.set(addressOf(event), { attempt: event.attempt, startMs });
}

function called({ kind, request, response, original_url: originalUrl, ...event }: Effect, state: TraceState): void {
  const attempt = state.attempts.get(addressOf(event));
  const url = originalUrl ?? request.url;
  if (attempt === undefined || !URL.canParse(url)) return;
  const { hostname, port, protocol } = new URL(url);
  attempt.call = {
    ...(kind === 'http' && { 'http.request.method': request.method }),
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    'url.scheme': protocol.slice(0, -1),
    ...(response.status_code > 0 && { 'http.response.status_code': response.status_code }),
  };
}

function endOfAttempt(
  event: AttemptEnd,
  run: ObservedRun,
  { state, endMs }: { readonly state: TraceState; readonly endMs: number },
): EndedSpan | undefined {
  const address = addressOf(event);
  const found = state.attempts.get(address);
  if (found === undefined) return undefined;
  state.attempts.delete(address);
  const { attempt, startMs, call } = found;
  const errorType = errorTypeOf(event);
  return {
    traceId: traceOf(run.origin).traceId,
    spanId: attemptSpanId(run.runId, address, attempt),
    parentSpanId: runSpanId(run.runId),
    name: address,
    isCall: call !== undefined,
    startMs,
    endMs: Math.max(startMs, endMs),
    isError: errorType !== undefined,
    attributes: {
      'flowmason.run.id': run.runId,
      'flowmason.pipeline.name': run.pipeline,
      'flowmason.stage.id': event.stage_id,
      ...(event.instance !== undefined && { 'flowmason.stage.instance': event.instance }),
      'flowmason.stage.component': run.components.get(event.stage_id) ?? 'unknown',
      'flowmason.stage.attempt': attempt,
      'flowmason.stage.status': event.type.slice('stage.'.length),
      ...call,
      ...(errorType !== undefined && { 'error.type': errorType }),
    },
  };
}

function errorTypeOf(event: AttemptEnd): string | undefined {
  if (event.type === 'stage.failed') return event.error.type;
  if (event.type === 'stage.retrying') return event.error?.type;
  return event.type === 'stage.cancelled' ? 'CANCELLED' : undefined;
}

function endOfRun(event: Finished, run: ObservedRun, startMs: number): Omit<EndedSpan, 'parentSpanId' | 'endMs'> {
  return {
    traceId: traceOf(run.origin).traceId,
    spanId: runSpanId(run.runId),
    name: run.pipeline,
    isCall: false,
    startMs,
    isError: event.status === 'failed',
    attributes: {
      'flowmason.run.id': run.runId,
      'flowmason.run.status': event.status,
      'flowmason.run.trigger': run.trigger,
      'flowmason.pipeline.name': run.pipeline,
      'flowmason.pipeline.version': run.version,
      ...(event.error !== null && { 'error.type': event.error.type }),
    },
  };
}
