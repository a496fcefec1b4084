import { describe, expect, it } from 'vitest';
import { failureOf, journalOf, queued } from './run-events.test-support.ts';
import { toStageStory } from './stage-attempts.ts';

const PING = { stage_id: 'ping' };
const NO = failureOf('ping', 'answered 503');

describe('stage story', () => {
  it('tells each attempt with its own request, answer and delay', () => {
    const events = journalOf([
      queued({ ping: 'http_request', other: 'logger' }),
      { type: 'stage.started', ...PING, t: 10, config: { n: 1 } },
      { type: 'effect', ...PING, t: 20 },
      { type: 'stage.retrying', ...PING, t: 30, error: NO, delay_ms: 100 },
      { type: 'stage.started', stage_id: 'other', t: 40 },
      { type: 'stage.started', ...PING, t: 130, attempt: 2, config: { n: 2 } },
      { type: 'effect', ...PING, t: 140, attempt: 2 },
      { type: 'stage.succeeded', ...PING, t: 150, attempt: 2, output: { ok: true } },
    ]);
    const { attempts } = toStageStory(events, 'ping');
    expect(
      attempts.map(({ attempt, startMs, endMs, outcome, config, output, error, exchanges, retry }) => ({
        attempt,
        times: [startMs, endMs],
        outcome,
        config,
        output,
        error,
        exchanges: exchanges.map(({ seq }) => seq),
        retry,
      })),
    ).toEqual([
      {
        attempt: 1,
        times: [10, 30],
        outcome: 'failed',
        config: { n: 1 },
        output: undefined,
        error: NO,
        exchanges: [3],
        retry: { delayMs: 100, reason: 'the condition asks for another attempt' },
      },
      {
        attempt: 2,
        times: [130, 150],
        outcome: 'succeeded',
        config: { n: 2 },
        output: { ok: true },
        error: undefined,
        exchanges: [7],
        retry: undefined,
      },
    ]);
  });

  it('keeps the instances of a loop apart', () => {
    const events = journalOf([
      { type: 'stage.started', stage_id: 'call', instance: 'each[0]/call', t: 1 },
      { type: 'stage.started', stage_id: 'call', instance: 'each[1]/call', t: 2 },
    ]);
    expect(toStageStory(events, 'each[1]/call').attempts.map(({ startMs }) => startMs)).toEqual([2]);
  });

  it('counts the time of a failure once when the journal says later who took it', () => {
    const events = journalOf([
      { type: 'stage.started', ...PING, t: 0 },
      { type: 'stage.failed', ...PING, t: 50, error: NO },
      { type: 'stage.failed', ...PING, t: 90, error: NO, handled: true },
    ]);
    expect(toStageStory(events, 'ping').attempts.map(({ endMs }) => endMs)).toEqual([50]);
  });

  it('collects decisions and messages beside the attempts', () => {
    const events = journalOf([
      { type: 'stage.started', ...PING },
      { type: 'log', ...PING },
      { type: 'decision', ...PING, arm: 'met' },
    ]);
    const { decisions, messages } = toStageStory(events, 'ping');
    expect([decisions.map(({ arm }) => arm), messages.map(({ message }) => message)]).toEqual([['met'], ['hello']]);
  });

  it('is empty for a stage that the journal does not name', () => {
    expect(toStageStory(journalOf([queued({})]), 'ping')).toEqual({ attempts: [], decisions: [], messages: [] });
  });
});
