import { isUndecided, type RunEvent, stageKeyOf, toDurationText } from '@flowmason/pipeline-schema';
import { decisionCommand } from './decision-command.ts';
import { toPlainLine } from './plain-text.ts';

/**
 * An event as a line for people, such as `+12.3 s  trigger-build  succeeded`; undefined for events that say nothing new
 * to somebody who reads along.
 */
export function eventLine(event: RunEvent): string | undefined {
  const text = textOf(event);
  if (text === undefined) return undefined;
  const key = 'stage_id' in event ? stageKeyOf(event) : '';
  return [
    `+${toDurationText(event.t)}`.padStart(10),
    ...(key === '' ? [] : [toPlainLine(key)]),
    toPlainLine(text),
  ].join('  ');
}

function textOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run.queued':
      return `${event.pipeline} ${event.version} queued as ${event.run_id}${event.sandbox === undefined ? '' : `, simulated services (${event.sandbox})`}`;
    case 'run.started':
    case 'effect':
      return undefined;
    case 'run.waiting':
      return event.held === undefined ? undefined : `held: ${event.held}`;
    case 'run.cancelling':
      return `cancelling: ${event.reason}`;
    case 'run.finished':
      return `run ${event.status}`;
    case 'stage.started':
      return event.attempt === 1 ? 'started' : `started, attempt ${event.attempt}`;
    case 'stage.retrying':
      return `attempt ${event.attempt}: ${event.reason}; again in ${toDurationText(event.delay_ms)}`;
    case 'stage.waiting':
      if (isUndecided({ waiting: event })) {
        const what = event.error === undefined ? '' : `: ${event.error.message}`;
        return `waits for a decision${what} Say which: ${decisionCommand(event.run_id, stageKeyOf(event))}`;
      }
      return `waiting${event.until === null ? '' : ` until ${event.until}`}: ${event.why}`;
    case 'stage.succeeded':
      return event.resolved ? `done, as ${event.resolved.by} decided` : 'succeeded';
    case 'stage.failed':
      return `failed${event.handled ? ' (handled)' : event.tolerated ? ' (tolerated)' : ''}: ${event.error.message}`;
    case 'stage.skipped':
      return `skipped: ${event.reason.replaceAll('_', ' ')}${causeOf(event.because[0])}`;
    case 'stage.cancelled':
      return `cancelled: ${event.reason}`;
    case 'decision':
      return `decided: ${event.arm}`;
    case 'log':
      return `${event.level}: ${event.message}`;
    case 'warning':
      return `warning ${event.code}: ${event.message}`;
  }
}

function causeOf(
  cause: { readonly stage_id: string; readonly what: string; readonly detail?: string | undefined } | undefined,
) {
  if (!cause) return '';
  return ` (${cause.stage_id}: ${cause.detail ?? cause.what})`;
}
