import type { RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  BEGIN_MS,
  called,
  eventsOf,
  finished,
  queued,
  stageFailed,
  stageRetrying,
  stageStarted,
  stageSucceeded,
  started,
} from './events.test-support.ts';
import type { ObservedRun } from './observe-runs.ts';
import { type EndedSpan, traceRuns } from './trace-runs.ts';

const EVENTS = eventsOf('r1', [
  queued('deploy', { call: 'http_request', note: 'logger' }),
  started,
  stageStarted('call'),
  called('call', 'https://api.example.com/v1/in-the-path?key=in-the-query', 503),
  stageRetrying('call'),
  stageStarted('call', 2),
  stageFailed('call', 'TIMEOUT', 2),
  stageStarted('note'),
  stageSucceeded('note'),
  finished('failed'),
]);

function runOf(event: RunEvent | undefined, traceparent?: string): ObservedRun {
  if (event === undefined) throw new Error('no event');
  return {
    runId: event.run_id,
    pipeline: 'deploy',
    version: '1.2.0',
    trigger: 'api',
    parent: undefined,
    components: new Map([
      ['call', 'http_request'],
      ['note', 'logger'],
    ]),
    origin: { runId: event.run_id, traceparent },
  };
}

/** The spans of a run of which the first `recalled` events happened in an earlier process. */
function spansOf(events: readonly RunEvent[], { recalled = 0, traceparent = '' } = {}): readonly EndedSpan[] {
  const spans: EndedSpan[] = [];
  const tracer = traceRuns((span) => spans.push(span));
  const run = runOf(events[0], traceparent || undefined);
  for (const event of events.slice(0, recalled)) tracer.recall(event, run);
  for (const event of events.slice(recalled)) tracer.note(event, run);
  return spans;
}

describe('the trace of a run', () => {
  it('has a span for each attempt and one for the run, with the times at which they were', () => {
    const spans = spansOf(EVENTS).map(({ name, startMs, endMs, isError }) => [
      name,
      startMs - BEGIN_MS,
      endMs - BEGIN_MS,
      isError,
    ]);
    expect(spans).toEqual([
      ['call', 200, 400, false],
      ['call', 500, 600, true],
      ['note', 700, 800, false],
      ['deploy', 0, 900, true],
    ]);
  });

  it('has the attempts below the run, each with an id of its own', () => {
    const spans = spansOf(EVENTS);
    const root = spans.at(-1);
    expect(spans.slice(0, -1).map(({ parentSpanId }) => parentSpanId)).toEqual(Array(3).fill(root?.spanId));
    expect([
      root?.parentSpanId,
      new Set(spans.map(({ traceId }) => traceId)).size,
      new Set(spans.map(({ spanId }) => spanId)).size,
    ]).toEqual([undefined, 1, 4]);
    expect(spans.every(({ traceId, spanId }) => /^[0-9a-f]{32} [0-9a-f]{16}$/.test(`${traceId} ${spanId}`))).toBe(true);
  });

  it('says what was called and what went wrong, in the words of OpenTelemetry', () => {
    expect(spansOf(EVENTS).map(({ isCall, attributes }) => [isCall, attributes])).toEqual([
      [
        true,
        {
          'flowmason.run.id': 'r1',
          'flowmason.pipeline.name': 'deploy',
          'flowmason.stage.id': 'call',
          'flowmason.stage.component': 'http_request',
          'flowmason.stage.attempt': 1,
          'flowmason.stage.status': 'retrying',
          'http.request.method': 'POST',
          'server.address': 'api.example.com',
          'server.port': 443,
          'url.scheme': 'https',
          'http.response.status_code': 503,
        },
      ],
      [false, expect.objectContaining({ 'flowmason.stage.attempt': 2, 'error.type': 'TIMEOUT' })],
      [false, expect.objectContaining({ 'flowmason.stage.component': 'logger' })],
      [
        false,
        {
          'flowmason.run.id': 'r1',
          'flowmason.run.status': 'failed',
          'flowmason.run.trigger': 'api',
          'flowmason.pipeline.name': 'deploy',
          'flowmason.pipeline.version': '1.2.0',
        },
      ],
    ]);
  });

  it('holds nothing of inputs, outputs, messages, headers, answers, paths and queries', () => {
    expect(JSON.stringify(spansOf(EVENTS))).not.toMatch(/in the|in-the/);
  });

  it('goes on below the caller when it was started from a trace', () => {
    const traceId = 'a'.repeat(32);
    const spans = spansOf(EVENTS, { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` });
    expect([spans.at(-1)?.parentSpanId, new Set(spans.map((span) => span.traceId))]).toEqual([
      'b'.repeat(16),
      new Set([traceId]),
    ]);
  });

  it('is not kept when the caller’s is not', () => {
    expect(spansOf(EVENTS, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` })).toEqual([]);
  });

  it.each([1, 3, 6, 9])('is the same when a crash came after event %i', (recalled) => {
    expect(spansOf(EVENTS, { recalled })).toEqual(spansOf(EVENTS));
  });

  it('does not repeat what ended long before the crash', () => {
    const [first, ...rest] = EVENTS;
    if (first === undefined) throw new Error('no event');
    const old = eventsOf('r1', [queued('deploy', {}), stageStarted('note'), stageSucceeded('note')]);
    const later = rest.map((event) => ({
      ...event,
      seq: event.seq + 2,
      at: new Date(Date.parse(event.at) + 60_000).toISOString(),
    }));
    const spans = spansOf([...old, ...later], { recalled: 6 });
    expect(spans.map(({ name, startMs }) => [name, startMs - BEGIN_MS])).toEqual([
      ['call', 60_200],
      ['call', 60_500],
      ['note', 60_700],
      ['deploy', 0],
    ]);
  });
});
