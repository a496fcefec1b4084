import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillHistory, violationsOf } from './kill-oracle.test-support.ts';
import { createRandom, KillWorkload } from './kill-workload.test-support.ts';
import type { Sabotage } from './sabotage.test-support.ts';

const TIMEOUT = 300_000;

/** The number is the one of the table in `docs/durability.md`. `calls` counts those of `stage`, before and after the crash. */
type Moment = {
  readonly number: number;
  readonly what: string;
  readonly pipeline: string;
  readonly crash: NonNullable<Sabotage['crash']>;
  readonly status?: string;
  readonly stage: string;
  readonly calls: number;
};

const succeeded = (stage: string) => `"type":"stage.succeeded","stage_id":"${stage}"`;
const FINISHED = '"type":"run.finished"';

const MOMENTS: readonly Moment[] = [
  {
    number: 1,
    what: 'before the first stage of a run that was acknowledged',
    pipeline: 'flaky',
    crash: { at: 'before_commit', matches: '"type":"run.started"' },
    stage: 'after',
    calls: 1,
  },
  {
    number: 2,
    what: 'before a PUT leaves',
    pipeline: 'branches',
    crash: { at: 'before_request', matches: '/start-1' },
    stage: 'start-1',
    calls: 1,
  },
  {
    number: 2,
    what: 'before an unmarked POST leaves',
    pipeline: 'block',
    crash: { at: 'before_request', matches: '/change' },
    status: 'recovered',
    stage: 'change',
    calls: 0,
  },
  {
    number: 3,
    what: 'after the answer to a PUT, before it is recorded',
    pipeline: 'block',
    crash: { at: 'after_answer', matches: '/tidy' },
    stage: 'tidy',
    calls: 2,
  },
  {
    number: 3,
    what: 'after the answer to an unmarked POST, before it is recorded',
    pipeline: 'block',
    crash: { at: 'after_answer', matches: '/report' },
    status: 'recovered',
    stage: 'report',
    calls: 1,
  },
  {
    number: 4,
    what: 'inside a commit',
    pipeline: 'flaky',
    crash: { at: 'inside_commit', matches: succeeded('flaky') },
    stage: 'after',
    calls: 1,
  },
  {
    number: 5,
    what: 'after a commit, before anybody hears of it',
    pipeline: 'lone',
    crash: { at: 'after_commit', matches: succeeded('first') },
    status: 'waiting',
    stage: 'first',
    calls: 1,
  },
  {
    number: 6,
    what: 'when the first of four branches has come on',
    pipeline: 'branches',
    crash: { at: 'after_commit', matches: '"type":"stage.succeeded"' },
    stage: 'step-32',
    calls: 1,
  },
  {
    number: 6,
    what: 'when four branches have come on by different lengths',
    pipeline: 'branches',
    crash: { at: 'before_commit', matches: '"type":"stage.succeeded"', nth: 4 },
    stage: 'step-32',
    calls: 1,
  },
  {
    number: 10,
    what: 'half through a foreach behind a router',
    pipeline: 'routed',
    crash: { at: 'before_request', matches: '/item-1' },
    stage: 'item-0',
    calls: 1,
  },
  {
    number: 10,
    what: 'half through a child run',
    pipeline: 'parent',
    crash: { at: 'after_commit', matches: succeeded('two') },
    stage: 'two',
    calls: 1,
  },
  {
    number: 11,
    what: 'when the last stage has ended and the run is not closed',
    pipeline: 'flaky',
    crash: { at: 'before_commit', matches: FINISHED },
    stage: 'after',
    calls: 2,
  },
  {
    number: 11,
    what: 'when the run has just been closed',
    pipeline: 'flaky',
    crash: { at: 'after_commit', matches: FINISHED },
    stage: 'after',
    calls: 1,
  },
];

let workload: KillWorkload;
let runIds: readonly string[];
let history: KillHistory;

beforeAll(async () => {
  workload = await KillWorkload.open(createRandom(1));
  const { server } = workload;
  await server.start();
  await workload.learnOutcomes();
  const ids: string[] = [];
  for (const [index, { pipeline, crash }] of MOMENTS.entries()) {
    await server.end('SIGTERM');
    await server.start({}, { sabotage: { crash } });
    const started = workload.start(`moment ${index}`, pipeline);
    await server.untilGone();
    await server.start();
    ids.push(await started);
    await server.untilAllRest();
    await workload.look();
  }
  runIds = ids;
  history = await workload.history();
  await server.end('SIGTERM');
}, TIMEOUT);

afterAll(() => workload.close());

describe('a server that is killed inside', () => {
  it.each(MOMENTS.map((moment, index) => ({ ...moment, index })))(
    '($number) $what: the run ends as it should, and nothing is called too often',
    ({ index, status = 'succeeded', stage, calls }) => {
      const runId = runIds[index] ?? '';
      const keys = workload.callsOf(runId, stage).map(({ headers }) => headers['idempotency-key']);
      expect([history.runs.get(runId)?.run.status, keys.length]).toEqual([status, calls]);
      expect(new Set(keys).size).toBeLessThanOrEqual(1);
    },
  );

  it('breaks none of the promises', () => {
    expect(violationsOf(history)).toEqual([]);
  });

  it('leaves a file that is in order', () => {
    expect(workload.integrity()).toBe('ok');
  });
});
