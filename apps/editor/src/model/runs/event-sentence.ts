import { isUndecided, type Resolution, type RunEvent, stageKeyOf, toDurationText } from '@flowmason/pipeline-schema';
import { addressOf, quoted, type SentencePart, toCauseSentence, toShortUrl, toSkipText } from './stage-words.ts';
import { toRunLook } from './status-look.ts';

/** How much an event asks for attention. */
export type EventLevel = 'debug' | 'info' | 'warning' | 'error';

/** What an event says to a person: one sentence, how urgent it is, and the kind of thing that it is about. */
export interface EventSentence {
  readonly parts: readonly SentencePart[];
  readonly level: EventLevel;
  readonly topic: EventTopic;
}

/** What events can be told apart by: the run as a whole, stages, decisions, requests, and messages. */
export type EventTopic = 'run' | 'stage' | 'decision' | 'request' | 'message';

/** The event in plain words. A new type of event does not compile until it has some. */
export function toEventSentence(event: RunEvent): EventSentence {
  switch (event.type) {
    case 'run.queued':
      return run([`The run of ${event.pipeline} ${event.version} was accepted`, ...againstWhat(event)]);
    case 'run.started':
      return run(['The run started']);
    case 'run.waiting':
      if (event.held !== undefined) return { ...run([`The run is held: ${event.held}`]), level: 'warning' };
      return { ...run(['Nothing is running: the run waits']), level: 'debug' };
    case 'run.cancelling':
      return { ...run(cancelText(event)), level: event.failure ? 'error' : 'warning' };
    case 'run.finished':
      return { ...run(finishText(event)), level: FINISH_LEVELS[event.status] };
    case 'stage.started':
      return stage([subject(event), event.attempt === 1 ? ' started' : ` started attempt ${event.attempt}`]);
    case 'stage.retrying':
      if (event.resolved) return stage([subject(event), ` is sent again: ${deciderOf(event.resolved)}`]);
      return { ...stage(retryText(event)), level: event.error ? 'warning' : 'info' };
    case 'stage.waiting':
      if (isUndecided({ waiting: event })) return { ...stage(undecidedText(event)), level: 'warning' };
      return stage([subject(event), ` waits: ${event.why}`]);
    case 'stage.succeeded':
      if (event.resolved) return stage([subject(event), ` counts as done: ${deciderOf(event.resolved)}`]);
      return stage([subject(event), event.attempt === 1 ? ' succeeded' : ` succeeded at attempt ${event.attempt}`]);
    case 'stage.failed':
      return { ...stage(failureText(event)), level: event.handled || event.tolerated ? 'warning' : 'error' };
    case 'stage.skipped':
      return stage(skipText(event));
    case 'stage.cancelled':
      return { ...stage([subject(event), ` was cancelled: ${event.reason}`]), level: 'warning' };
    case 'decision':
      return { parts: decisionText(event), level: 'info', topic: 'decision' };
    case 'log':
      return { parts: [...about(event), event.message], level: event.level, topic: 'message' };
    case 'warning':
      return { parts: [...about(event), event.message], level: 'warning', topic: 'message' };
    case 'effect':
      return { parts: effectText(event), level: isRefused(event) ? 'warning' : 'info', topic: 'request' };
  } // no default: see above
}

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

function run(parts: readonly SentencePart[]): EventSentence {
  return { parts, level: 'info', topic: 'run' };
}

function stage(parts: readonly SentencePart[]): EventSentence {
  return { parts, level: 'info', topic: 'stage' };
}

function subject(event: { readonly stage_id?: string | undefined; readonly instance?: string | undefined }) {
  return { stage: stageKeyOf(event) };
}

function about(event: Of<'log'> | Of<'warning'>): readonly SentencePart[] {
  return event.stage_id === undefined ? [] : [subject(event), ': '];
}

function againstWhat({ sandbox, profile }: Of<'run.queued'>): readonly string[] {
  if (sandbox !== undefined) return [`, against simulated services (${sandbox})`];
  return profile === undefined ? [] : [`, with the profile ${profile}`];
}

function cancelText({ failure, forced, reason }: Of<'run.cancelling'>): readonly string[] {
  if (failure) return [`The run is ended: ${failure.message}. Finally blocks still run`];
  if (forced) return [`Ended at once, finally blocks too: ${reason}`];
  return [`Cancelled: ${reason}. Finally blocks still run`];
}

const FINISH_LEVELS = {
  succeeded: 'info',
  recovered: 'warning',
  failed: 'error',
  cancelled: 'warning',
} as const satisfies Record<Of<'run.finished'>['status'], EventLevel>;

function finishText({ status, error }: Of<'run.finished'>): readonly SentencePart[] {
  const how = `The run ended: ${toRunLook({ status }).word}`;
  if (!error) return [how];
  if (error.stage_id === null) return [`${how}: ${error.message}`];
  return [`${how} after `, { stage: error.stage_id }, ` failed: ${error.message}`];
}

function undecidedText(event: Of<'stage.waiting'>): readonly SentencePart[] {
  const why = event.error === undefined ? '' : `: ${event.error.message}`;
  return [subject(event), ` waits for a decision${why}`];
}

function deciderOf({ by, note }: Resolution): string {
  const who = by === 'local' ? 'a person at this machine' : by;
  return `${who} decided so${note === undefined ? '' : ` (${note})`}`;
}

function retryText(event: Of<'stage.retrying'>): readonly SentencePart[] {
  const why = event.error?.message ?? event.reason;
  return [subject(event), ` tries again in ${toDurationText(event.delay_ms)}, after attempt ${event.attempt}: ${why}`];
}

function failureText(event: Of<'stage.failed'>): readonly SentencePart[] {
  const { error } = event;
  const dealtWith = event.handled ? ', and was handled' : event.tolerated ? ', which it may' : '';
  const isOwn = error.stage_id === null || error.stage_id === event.stage_id;
  if (isOwn) return [subject(event), ` failed${dealtWith}: ${error.message}`];
  return [
    subject(event),
    ` failed${dealtWith}, because `,
    { stage: error.stage_id ?? '' },
    ` failed: ${error.message}`,
  ];
}

function skipText(event: Of<'stage.skipped'>): readonly SentencePart[] {
  const nearest = event.because[0];
  const skipped = [subject(event), ' was skipped: '];
  return nearest ? [...skipped, ...toCauseSentence(nearest)] : [...skipped, toSkipText(event.reason)];
}

function decisionText(event: Of<'decision'>): readonly SentencePart[] {
  const who = subject(event);
  if (event.arm === 'met') return [who, ' got the answer that it waited for'];
  if (event.arm === 'exhausted') return [who, ' has no attempt left'];
  if (event.arm === 'caught') return [who, ' caught a failure: its catch runs'];
  if (event.arm === 'ok') return [who, ' went through without a failure'];
  return [who, ` took ${quoted(event.arm)}`];
}

function effectText(event: Of<'effect'>): readonly SentencePart[] {
  const { response, request } = event;
  const answer = response.status_code === 0 ? 'no answer' : String(response.status_code);
  const why = response.error === undefined ? '' : ` (${response.error})`;
  const what =
    event.kind === 'model' ? ' asked a language model' : ` sent ${request.method} ${toShortUrl(addressOf(event))}`;
  const time = toDurationText(response.elapsed_ms);
  return [subject(event), `${what}: ${answer}${why} after ${time}${event.simulated ? ', simulated' : ''}`];
}

/** Whether the answer to a request is one that most pipelines do not want. */
function isRefused({ response }: Of<'effect'>): boolean {
  return response.status_code === 0 || response.status_code >= 400;
}
