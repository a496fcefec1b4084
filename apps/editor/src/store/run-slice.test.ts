import { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand';
import { createRunSlice, type RunSlice, toRunTime } from './run-slice.ts';

const RUN = RunId.parse('r1');
const NOON = Date.parse('2026-11-22T12:00:00.000Z');

describe('run slice', () => {
  it('folds a batch of events into the run', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1), started(2), stageStarted(3)], NOON);
    const { run } = store.getState();
    expect([run?.status, run?.seq, run?.stages['ping']?.status]).toEqual(['running', 3, 'running']);
  });

  it('keeps each event once, however often it arrives', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1), started(2)], NOON);
    store.getState().receiveRunEvents([started(2), stageStarted(3)], NOON);
    expect(store.getState().runEvents.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('keeps the same stage object when a batch does not concern it', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1), started(2), stageStarted(3)], NOON);
    const before = store.getState().run?.stages['ping'];
    store.getState().receiveRunEvents([log(4)], NOON);
    expect(store.getState().run?.stages['ping']).toBe(before);
  });

  it('lays the events out in time', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1), started(2), stageStarted(3)], NOON);
    expect(store.getState().runTimeline.rows.map(({ key, startMs }) => [key, startMs])).toEqual([['ping', 2_000]]);
  });

  it('takes the skew between the clocks out of what the time of the run is', () => {
    const store = shownRun();
    store.getState().setClockSkew(60_000);
    store.getState().receiveRunEvents([queued(1)], NOON + 60_010);
    expect(store.getState().runClock?.wallMs).toBe(NOON + 10);
  });

  it('stops the time of the run while it is held, and catches up with it after', () => {
    const store = shownRun();
    const waiting = (seq: number, held?: string) =>
      RunEvent.parse({ ...queued(seq), type: 'run.waiting', ...(held && { held }) });
    store.getState().receiveRunEvents([queued(1), started(2), stageStarted(3), waiting(4, 'It was restored.')], NOON);
    const timeAt = (seconds: number) => toRunTime(store.getState(), NOON + seconds * 1000);
    const heldAt = Date.parse(waiting(4).at);
    expect([timeAt(0), timeAt(600)]).toEqual([heldAt, heldAt]);
    store.getState().receiveRunEvents([waiting(5)], NOON + 601_000);
    expect(timeAt(602)).toBeGreaterThan(heldAt);
  });

  it('shows what child runs wait for until it is over, through all events of the run itself', () => {
    const store = shownRun();
    const children = [{ stage: 'ping', run_id: RunId.parse('r1.ping'), undecided: ['call'] }];
    store.getState().noteUndecidedChildren(RUN, children);
    store.getState().receiveRunEvents([queued(1)], NOON);
    expect(store.getState().run?.undecided_children).toEqual(children);
    store.getState().noteUndecidedChildren(RUN, undefined);
    expect('undecided_children' in (store.getState().run ?? {})).toBe(false);
  });

  it('stops the time of the run while the connection is lost, and catches up with it after', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1)], NOON);
    const timeAt = (seconds: number) => toRunTime(store.getState(), NOON + seconds * 1000) - NOON;
    store.getState().setRunConnection('lost', NOON + 5_000);
    store.getState().setRunConnection('lost', NOON + 7_000);
    const lost = [timeAt(3), timeAt(60)];
    store.getState().setRunConnection('live', NOON + 61_000);
    expect([...lost, timeAt(62)]).toEqual([3_000, 5_000, 62_000]);
  });

  it('forgets the run before when another is shown', () => {
    const store = shownRun();
    store.getState().receiveRunEvents([queued(1)], NOON);
    store.getState().showRun(RunId.parse('r2'));
    const { run, runEvents, runConnection } = store.getState();
    expect([run?.id, run?.seq, runEvents, runConnection]).toEqual(['r2', 0, [], 'connecting']);
  });
});

function shownRun() {
  const store = createStore<RunSlice>()(createRunSlice);
  store.getState().showRun(RUN);
  return store;
}

function fact(seq: number) {
  return { run_id: RUN, seq, at: new Date(NOON + (seq - 1) * 1000).toISOString(), t: (seq - 1) * 1000 };
}
const queued = (seq: number) =>
  RunEvent.parse({
    ...fact(seq),
    type: 'run.queued',
    pipeline: 'p',
    version: '1.0.0',
    definition_hash: 'h',
    input: {},
    trigger: 'test',
    stages: [{ id: 'ping', component: 'http_request' }],
  });
const started = (seq: number) => RunEvent.parse({ ...fact(seq), type: 'run.started' });
const stageStarted = (seq: number) =>
  RunEvent.parse({ ...fact(seq), type: 'stage.started', stage_id: 'ping', attempt: 1, config: {} });
const log = (seq: number) =>
  RunEvent.parse({ ...fact(seq), type: 'log', stage_id: 'ping', level: 'info', message: 'hello' });
