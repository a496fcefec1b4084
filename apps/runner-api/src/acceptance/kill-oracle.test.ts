import { foldRun, newRun, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { type KillHistory, outcomeOf, violationsOf } from './kill-oracle.test-support.ts';

const RUN = RunId.parse('run-1');
const AT = { at: '2026-11-22T08:00:00.000Z', t: 0, run_id: RUN };
const OUTPUT = { status_code: 200, body: 'ok' };

/** A run of a GET and then a POST, both of which went well. */
const EVENTS: readonly RunEvent[] = [
  {
    type: 'run.queued',
    pipeline: 'p',
    version: '1.0.0',
    definition_hash: 'h',
    input: {},
    trigger: 'api',
    stages: ['get', 'post'].map((id) => ({ id, component: 'http_request' })),
  },
  { type: 'run.started' },
  { type: 'stage.started', stage_id: 'get', attempt: 1, config: { method: 'GET' } },
  { type: 'stage.succeeded', stage_id: 'get', attempt: 1, output: OUTPUT },
  { type: 'stage.started', stage_id: 'post', attempt: 1, config: { method: 'POST' } },
  { type: 'stage.succeeded', stage_id: 'post', attempt: 1, output: OUTPUT },
  { type: 'run.finished', status: 'succeeded', output: null, error: null },
].map((event, index) => RunEvent.parse({ ...AT, ...event, seq: index + 1 }));
const GET = { method: 'GET', url: '/run-1/get' };
const POST = { method: 'POST', url: '/run-1/post' };

function endedWith(events: readonly RunEvent[]) {
  return { run: foldRun(newRun(RUN), events), events };
}

const undisturbed = new Map([['p', outcomeOf(endedWith(EVENTS).run)]]);
const GOOD: KillHistory = {
  acknowledged: [RUN],
  runs: new Map([[RUN, endedWith(EVENTS)]]),
  seen: [{ runId: RUN, events: EVENTS.slice(0, 4), calls: 1 }],
  received: [GET, POST],
  undisturbed,
};

/** `EVENTS` with others put in at `index`, numbered anew. */
function eventsWith(index: number, ...added: readonly RunEvent[]): readonly RunEvent[] {
  return EVENTS.toSpliced(index, 0, ...added).map((event, place) => ({ ...event, seq: place + 1 }));
}

const ERROR = { type: 'INTERRUPTED', message: '', stage_id: 'post', attempt: 1, retryable: false };
const INTERRUPTED = [
  ...EVENTS.slice(0, 5),
  RunEvent.parse({ ...AT, seq: 6, type: 'stage.failed', stage_id: 'post', attempt: 1, error: ERROR, handled: false }),
  RunEvent.parse({ ...AT, seq: 7, type: 'run.finished', status: 'failed', output: null, error: ERROR }),
];

const [, , getStarted, getSucceeded, postStarted] = EVENTS.map((event) => [event]);

describe('the judge of histories', () => {
  it('has nothing against one in which all promises were kept', () => {
    expect(violationsOf(GOOD)).toEqual([]);
  });

  it('accepts that a GET was begun and sent again that had no recorded end', () => {
    const runs = new Map([[RUN, endedWith(eventsWith(3, ...(getStarted ?? [])))]]);
    const seen = [{ runId: RUN, events: EVENTS.slice(0, 3), calls: 1 }];
    expect(violationsOf({ ...GOOD, runs, seen, received: [GET, GET, POST] })).toEqual([]);
  });

  it.each<[string, Partial<KillHistory>, string]>([
    ['an acknowledged run that is not there', { runs: new Map() }, 'run-1 was acknowledged and is lost'],
    ['a run that cannot be shown', { runs: new Map([[RUN, undefined]]) }, 'run-1 cannot be read'],
    [
      'a run that has not ended',
      { runs: new Map([[RUN, endedWith(EVENTS.slice(0, 6))]]) },
      expect.stringContaining('run-1 ended as ["running"'),
    ],
    [
      'a recorded stage that was begun again',
      {
        runs: new Map([[RUN, endedWith(eventsWith(4, ...(getStarted ?? []), ...(getSucceeded ?? [])))]]),
        received: [GET, GET, POST],
      },
      'run-1 started get again',
    ],
    [
      'a stage that was called after its end had been seen',
      { received: [GET, GET, POST] },
      '/run-1/get was called after its end was seen',
    ],
    ['a call without a recorded start', { received: [GET, GET, POST] }, '/run-1/get was called unrecorded'],
    [
      'an unmarked POST that was sent again',
      {
        runs: new Map([[RUN, endedWith(eventsWith(5, ...(postStarted ?? [])))]]),
        received: [GET, POST, POST],
      },
      'the unmarked POST /run-1/post was repeated',
    ],
    ['a success without a call', { received: [GET] }, '/run-1/post is said to have succeeded and was never called'],
    [
      'an interrupted POST that nobody was asked about',
      { runs: new Map([[RUN, endedWith(INTERRUPTED)]]) },
      'run-1 was interrupted and is failed',
    ],
    [
      'an event that is missing',
      { runs: new Map([[RUN, { ...endedWith(EVENTS), events: EVENTS.toSpliced(4, 1) }]]) },
      'run-1 has events 1,2,3,4,6,7 of 7',
    ],
    [
      'an event that was seen and is another one now',
      { seen: [{ runId: RUN, events: EVENTS.slice(1, 3), calls: 2 }] },
      'run-1 no longer has what was seen of it',
    ],
    [
      'an output that nobody gave',
      { undisturbed: new Map([['p', 'another']]) },
      expect.stringContaining('undisturbed it is another'),
    ],
  ])('finds %s', (_what, fault, violation) => {
    expect(violationsOf({ ...GOOD, ...fault })).toContainEqual(violation);
  });
});
