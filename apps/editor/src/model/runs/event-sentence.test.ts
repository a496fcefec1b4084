import { RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toEventSentence } from './event-sentence.ts';
import { type EventSketch, failureOf, journalOf } from './run-events.test-support.ts';
import { toPlainText } from './stage-words.ts';

const PING = { stage_id: 'ping' };
const DONE = { as: 'done', by: 'ada', at: '2026-11-22T12:00:00.000Z', note: 'saw it' } as const;

/** Every type of event at least once, with what it says and how urgent it is. */
const SAYINGS: readonly (readonly [EventSketch, string, string])[] = [
  [{ type: 'run.queued' }, 'info', 'The run of deploy 1.0.0 was accepted'],
  [
    { type: 'run.queued', sandbox: 'oom' },
    'info',
    'The run of deploy 1.0.0 was accepted, against simulated services (oom)',
  ],
  [{ type: 'run.queued', profile: 'eu' }, 'info', 'The run of deploy 1.0.0 was accepted, with the profile eu'],
  [{ type: 'run.started' }, 'info', 'The run started'],
  [{ type: 'run.waiting' }, 'debug', 'Nothing is running: the run waits'],
  [{ type: 'run.waiting', held: 'Its profile is gone.' }, 'warning', 'The run is held: Its profile is gone.'],
  [{ type: 'run.cancelling' }, 'warning', 'Cancelled: no longer needed. Finally blocks still run'],
  [
    { type: 'run.cancelling', failure: failureOf(null, 'its hour is up', 'TIMEOUT') },
    'error',
    'The run is ended: its hour is up. Finally blocks still run',
  ],
  [{ type: 'run.cancelling', forced: true }, 'warning', 'Ended at once, finally blocks too: no longer needed'],
  [{ type: 'run.finished' }, 'info', 'The run ended: succeeded'],
  [
    { type: 'run.finished', status: 'failed', error: failureOf('ping', 'no answer') },
    'error',
    'The run ended: failed after ping failed: no answer',
  ],
  [
    { type: 'run.finished', status: 'failed', error: failureOf(null, 'its hour is up') },
    'error',
    'The run ended: failed: its hour is up',
  ],
  [
    { type: 'stage.waiting', ...PING, why: 'interrupted', until: null, error: failureOf('ping', 'nobody knows') },
    'warning',
    'ping waits for a decision: nobody knows',
  ],
  [{ type: 'stage.succeeded', ...PING, resolved: DONE }, 'info', 'ping counts as done: ada decided so (saw it)'],
  [
    { type: 'stage.retrying', ...PING, delay_ms: 0, resolved: { ...DONE, as: 'retry', by: 'local' } },
    'info',
    'ping is sent again: a person at this machine decided so (saw it)',
  ],
  [{ type: 'stage.started', ...PING }, 'info', 'ping started'],
  [{ type: 'stage.started', ...PING, instance: 'each[2]/ping', attempt: 3 }, 'info', 'each[2]/ping started attempt 3'],
  [
    { type: 'stage.retrying', ...PING },
    'info',
    'ping tries again in 5.0 s, after attempt 1: the condition asks for another attempt',
  ],
  [
    { type: 'stage.retrying', ...PING, error: failureOf('ping', 'answered 503') },
    'warning',
    'ping tries again in 5.0 s, after attempt 1: answered 503',
  ],
  [{ type: 'stage.waiting', ...PING }, 'info', 'ping waits: a person decides'],
  [{ type: 'stage.succeeded', ...PING }, 'info', 'ping succeeded'],
  [{ type: 'stage.succeeded', ...PING, attempt: 2 }, 'info', 'ping succeeded at attempt 2'],
  [{ type: 'stage.failed', ...PING, error: failureOf('ping', 'no answer') }, 'error', 'ping failed: no answer'],
  [
    { type: 'stage.failed', ...PING, handled: true, error: failureOf('ping', 'no answer') },
    'warning',
    'ping failed, and was handled: no answer',
  ],
  [
    { type: 'stage.failed', ...PING, tolerated: true, error: failureOf('ping', 'no answer') },
    'warning',
    'ping failed, which it may: no answer',
  ],
  [
    { type: 'stage.failed', ...PING, error: failureOf('pong', 'no answer') },
    'error',
    'ping failed, because pong failed: no answer',
  ],
  [{ type: 'stage.skipped', ...PING }, 'info', 'ping was skipped: a decision went another way'],
  [
    {
      type: 'stage.skipped',
      ...PING,
      because: [{ stage_id: 'check', what: 'decision', detail: 'false' }],
    },
    'info',
    'ping was skipped: check took “false”',
  ],
  [{ type: 'stage.cancelled', ...PING }, 'warning', 'ping was cancelled: the run was cancelled'],
  [{ type: 'decision', ...PING, arm: 'true' }, 'info', 'ping took “true”'],
  [{ type: 'decision', ...PING, arm: 'met' }, 'info', 'ping got the answer that it waited for'],
  [{ type: 'decision', ...PING, arm: 'exhausted' }, 'info', 'ping has no attempt left'],
  [{ type: 'decision', ...PING, arm: 'caught' }, 'info', 'ping caught a failure: its catch runs'],
  [{ type: 'decision', ...PING, arm: 'ok' }, 'info', 'ping went through without a failure'],
  [{ type: 'log', level: 'error', message: 'disk full' }, 'error', 'disk full'],
  [{ type: 'log', ...PING }, 'info', 'ping: hello'],
  [{ type: 'warning', ...PING }, 'warning', 'ping: nothing there'],
  [{ type: 'effect', ...PING }, 'info', 'ping sent GET api.example.com/health: 200 after 80 ms'],
  [
    {
      type: 'effect',
      ...PING,
      simulated: true,
      original_url: 'https://real.example.com/x',
      response: { status_code: 503, headers: {}, body: null, elapsed_ms: 1_200 },
    },
    'warning',
    'ping sent GET real.example.com/x: 503 after 1.2 s, simulated',
  ],
  [
    {
      type: 'effect',
      ...PING,
      kind: 'model',
      response: { status_code: 0, headers: {}, body: null, elapsed_ms: 5, error: 'connection refused' },
    },
    'warning',
    'ping asked a language model: no answer (connection refused) after 5 ms',
  ],
];

describe('event sentence', () => {
  it.each(SAYINGS)('of $type is %s: %s', (sketch, level, text) => {
    const [event] = journalOf([sketch]);
    const told = event && toEventSentence(event);
    expect([told?.level, told && toPlainText(told.parts)]).toEqual([level, text]);
  });

  it('is proven here for every type of event that there is', () => {
    const types = RunEvent.options.map((option) => option.shape.type.value);
    expect(new Set(SAYINGS.map(([{ type }]) => type))).toEqual(new Set(types));
  });

  it('leads to the stages that it names', () => {
    const [event] = journalOf([{ type: 'stage.failed', ...PING, error: failureOf('pong', 'no answer') }]);
    expect(event && toEventSentence(event).parts).toEqual([
      { stage: 'ping' },
      ' failed, because ',
      { stage: 'pong' },
      ' failed: no answer',
    ]);
  });
});
