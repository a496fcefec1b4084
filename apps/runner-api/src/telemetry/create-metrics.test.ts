import type { RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './create-metrics.ts';
import {
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
import type { MetricsSources } from './metrics-sources.ts';
import { observeRuns } from './observe-runs.ts';

function openMetrics(sources: Partial<MetricsSources> = {}) {
  const metrics = createMetrics({
    version: '1.0.0',
    countOpen: () => [],
    usage: () => undefined,
    storageState: () => 'ok',
    isReady: () => true,
    openStreamCount: () => 0,
    breakerStates: () => [],
    ...sources,
  });
  const runs = observeRuns({
    observers: metrics.observers,
    read: async () => [],
    takeTraceparent: () => undefined,
    findOrigin: async (runId) => ({ runId, traceparent: undefined }),
    onDefect: (_runId, error) => {
      throw error;
    },
  });
  const readText = async () => (await metrics.read()).text;
  return {
    ...metrics,
    note: (events: readonly RunEvent[]) => runs.note(events),
    readText,
    /** The lines that begin with `flowmason_` and one of `names`, without buckets. */
    figures: async (...names: readonly string[]) =>
      (await readText())
        .split('\n')
        .filter((line) => names.some((name) => line.startsWith(`flowmason_${name}`)) && !line.includes('_bucket')),
  };
}

const RETRIED = [
  queued('deploy', { call: 'http_request' }),
  started,
  stageStarted('call'),
  called('call', 'https://api.example.com/v1/x?key=in-the-query', 503),
  stageRetrying('call'),
  stageStarted('call', 2),
  called('call', 'https://api.example.com/v1/x?key=in-the-query', 200, 2),
  stageSucceeded('call', 2),
  finished(),
];

describe('the metrics', () => {
  it('count runs, stages, attempts, retries and calls from what was committed', async () => {
    const { note, figures } = openMetrics();
    note(eventsOf('r1', RETRIED));
    note(
      eventsOf('r2', [queued('deploy', { call: 'http_request' }), stageFailed('call', 'TIMEOUT'), finished('failed')]),
    );
    expect(
      await figures('runs_started', 'runs_finished', 'stages_', 'stage_attempts', 'stage_retries', 'outgoing_calls'),
    ).toEqual([
      'flowmason_runs_started_total{pipeline="deploy"} 2',
      'flowmason_runs_finished_total{pipeline="deploy",status="succeeded"} 1',
      'flowmason_runs_finished_total{pipeline="deploy",status="failed"} 1',
      'flowmason_stages_finished_total{component="http_request",status="succeeded"} 1',
      'flowmason_stages_finished_total{component="http_request",status="failed"} 1',
      'flowmason_stage_attempts_total{component="http_request"} 2',
      'flowmason_stage_retries_total{component="http_request"} 1',
      'flowmason_outgoing_calls_total{host="api.example.com",kind="http",answer="5xx"} 1',
      'flowmason_outgoing_calls_total{host="api.example.com",kind="http",answer="2xx"} 1',
    ]);
  });

  it('time a stage from its first attempt, and a run from its acceptance', async () => {
    const { note, figures } = openMetrics();
    note(eventsOf('r1', RETRIED));
    expect(await figures('stage_duration', 'run_duration')).toEqual([
      'flowmason_run_duration_seconds_sum{status="succeeded"} 0.8',
      'flowmason_run_duration_seconds_count{status="succeeded"} 1',
      'flowmason_stage_duration_seconds_sum{component="http_request"} 0.5',
      'flowmason_stage_duration_seconds_count{component="http_request"} 1',
    ]);
  });

  it('hold nothing of inputs, outputs, messages, headers, answers, paths and queries', async () => {
    const { note, readText } = openMetrics();
    note(eventsOf('r1', RETRIED));
    note(eventsOf('r2', [queued('x', { call: 'logger' }), stageFailed('call', 'TIMEOUT')]));
    expect(await readText()).not.toMatch(/in the|in-the|\/v1\/x/);
  });

  it('tell 200 pipelines and 100 hosts apart, and the rest not', async () => {
    const { note, figures } = openMetrics();
    for (let n = 0; n < 300; n++) {
      note(
        eventsOf(`r${n}`, [
          queued(`p${n}`, { a: 'http_request' }),
          called('a', `https://h${n}.example`, 200),
          finished(),
        ]),
      );
    }
    const started = await figures('runs_started');
    const calls = await figures('outgoing_calls');
    expect([started.length, started.at(-1), calls.length, calls.at(-1)]).toEqual([
      201,
      'flowmason_runs_started_total{pipeline="other"} 100',
      101,
      'flowmason_outgoing_calls_total{host="other",kind="http",answer="2xx"} 200',
    ]);
  });

  it('keep the name of a pipeline from breaking their lines', async () => {
    const { note, figures } = openMetrics();
    note(eventsOf('r1', [queued('a"} 1\nflowmason_ready 0', {})]));
    expect(await figures('runs_started', 'ready')).toEqual([
      'flowmason_runs_started_total{pipeline="a\\"} 1\\nflowmason_ready 0"} 1',
      'flowmason_ready 1',
    ]);
  });

  it('ask for the state when they are read', async () => {
    const { figures } = openMetrics({
      countOpen: () => [
        { status: 'waiting', isHeld: true, needsDecision: true, count: 2 },
        { status: 'waiting', isHeld: false, needsDecision: true, count: 4 },
        { status: 'running', isHeld: false, needsDecision: false, count: 3 },
      ],
      usage: () => ({ databaseBytes: 10, logBytes: 20, freeBytes: 30 }),
      storageState: () => 'full',
      isReady: () => false,
      openStreamCount: () => 4,
    });
    expect(
      await figures('runs_open', 'runs_need', 'journal_bytes', 'data_disk', 'storage', 'ready', 'event_readers'),
    ).toEqual([
      'flowmason_runs_open{status="queued"} 0',
      'flowmason_runs_open{status="running"} 3',
      'flowmason_runs_open{status="waiting"} 4',
      'flowmason_runs_open{status="held"} 2',
      'flowmason_runs_need_person{why="held"} 2',
      'flowmason_runs_need_person{why="decision"} 4',
      'flowmason_event_readers 4',
      'flowmason_journal_bytes{file="database"} 10',
      'flowmason_journal_bytes{file="log"} 20',
      'flowmason_data_disk_free_bytes 30',
      'flowmason_storage_ok 0',
      'flowmason_ready 0',
    ]);
  });

  it('tell which hosts are left alone, and which no longer are', async () => {
    const { figures } = openMetrics({
      breakerStates: () => [
        { host: 'down.example', circuit: 'open', refusedCount: 7, shedRetryCount: 2 },
        { host: 'up.example', circuit: 'closed', refusedCount: 1, shedRetryCount: 0 },
      ],
    });
    const lines = [
      'flowmason_breaker_open{host="down.example"} 1',
      'flowmason_breaker_open{host="up.example"} 0',
      'flowmason_calls_withheld_total{host="down.example",why="breaker"} 7',
      'flowmason_calls_withheld_total{host="down.example",why="retry_budget"} 2',
      'flowmason_calls_withheld_total{host="up.example",why="breaker"} 1',
      'flowmason_calls_withheld_total{host="up.example",why="retry_budget"} 0',
    ];
    expect([await figures('breaker', 'calls_withheld'), await figures('breaker', 'calls_withheld')]).toEqual([
      lines,
      lines,
    ]);
  });
});
