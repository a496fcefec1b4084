import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphCatalog, pipelineOf, type StageInShort } from '../graph/pipelines.test-support.ts';
import { buildGraph } from '../graph.ts';
import { expectedDurationMs } from './expected-duration.ts';
import { planPipeline } from './plan.ts';
import { anyStages } from './random-pipelines.test-support.ts';

function planOf(...stages: StageInShort[]) {
  const pipeline = pipelineOf(...stages);
  return planPipeline(pipeline, buildGraph(pipeline, graphCatalog));
}
const slackOf = (plan: ReturnType<typeof planOf>) =>
  Object.fromEntries(plan.stages.map(({ id, slackMs }) => [id, slackMs]));

const RETRY = {
  max_attempts: 30,
  delay_seconds: 10,
  backoff: 1,
  max_delay_seconds: 60,
  jitter: false,
  on_exhausted: 'fail',
} as const;

describe('expectedDurationMs', () => {
  it.each<[string, Partial<Parameters<typeof expectedDurationMs>[0]>, number]>([
    ['a request with a time-out takes a tenth of it', { component: 'http_request', timeout_ms: 60_000 }, 6_000],
    ['a request takes at least half a second', { component: 'http_request', timeout_ms: 100 }, 500],
    ['a request takes at most half a minute', { component: 'http_request', timeout_ms: 3_600_000 }, 30_000],
    ['a request without a time-out takes a second', { component: 'http_request' }, 1_000],
    ['polling takes half of its attempts', { component: 'http_request', retry: { ...RETRY, condition: 'c' } }, 155_000],
    [
      'polling ends at its deadline',
      { component: 'http_request', retry: { ...RETRY, condition: 'c' }, deadline_ms: 9_000 },
      9_000,
    ],
    ['a retry for failures does not count', { component: 'http_request', retry: RETRY }, 1_000],
    ['a timer takes its seconds', { component: 'wait', config: { seconds: 90 } }, 90_000],
    ['a decision takes no time', { component: 'router' }, 0],
    ['a disabled stage takes no time', { component: 'http_request', disabled: true }, 0],
  ])('%s', (_claim, stage, expected) => {
    const [whole] = pipelineOf({ id: 'a', ...stage }).stages;
    expect(whole && expectedDurationMs(whole)).toBe(expected);
  });
});

describe('planPipeline', () => {
  it('gives each stage its slack against the longest chain', () => {
    const plan = planOf(
      { id: 'slow', component: 'http_request', timeout_ms: 50_000 },
      { id: 'quick', component: 'http_request' },
      { id: 'join', component: 'http_request', depends_on: ['slow', 'quick'] },
    );
    expect(plan.totalMs).toBe(6_000);
    expect(slackOf(plan)).toEqual({ slow: 0, quick: 4_000, join: 0 });
  });

  it('ends a block with its last member and starts finally after try', () => {
    const plan = planOf(
      { id: 't', component: 'trycatch', config: { try: ['a'], finally: ['f'] } },
      { id: 'a', component: 'http_request' },
      { id: 'f', component: 'http_request' },
      { id: 'next', component: 'http_request', depends_on: ['t'] },
    );
    expect(plan.stages.map(({ id, startMs, endMs }) => [id, startMs, endMs])).toEqual([
      ['t', 0, 2_000],
      ['a', 0, 1_000],
      ['f', 1_000, 2_000],
      ['next', 2_000, 3_000],
    ]);
  });

  it('runs the body of a loop once for each written-out item', () => {
    const plan = planOf(
      { id: 'each', component: 'foreach', config: { items: [1, 2, 3], stages: ['call'] } },
      { id: 'call', component: 'http_request' },
    );
    expect(plan.totalMs).toBe(3_000);
    expect(slackOf(plan)).toEqual({ each: 0, call: 0 });
  });

  it('lets no block end before it starts, also when its members wait for themselves', () => {
    const plan = planOf(
      { id: 'first', component: 'http_request' },
      { id: 'block', component: 'trycatch', depends_on: ['first'], config: { try: ['a'] } },
      { id: 'a', component: 'http_request', depends_on: ['a'] },
    );
    expect(plan.stages.map(({ id, startMs, endMs }) => [id, startMs, endMs])).toContainEqual(['block', 1_000, 1_000]);
  });

  it('ends when its last expected stage ends, and some stage is critical, for any graph', () => {
    fc.assert(
      fc.property(anyStages, (stages) => {
        const plan = planOf(...stages);
        const expected = plan.stages.filter(({ isExpected }) => isExpected);
        expect(plan.totalMs).toBe(Math.max(0, ...expected.map(({ endMs }) => endMs)));
        if (plan.totalMs > 0) expect(expected.some(({ slackMs }) => slackMs === 0)).toBe(true);
        for (const { startMs, endMs, slackMs } of expected) {
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          expect(endMs + slackMs).toBeLessThanOrEqual(plan.totalMs);
        }
      }),
    );
  });

  it('plans ten thousand stages in a row', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => ({
      id: `s${index}`,
      component: 'http_request',
      depends_on: index === 0 ? [] : [`s${index - 1}`],
    }));
    expect(planOf(...chain).totalMs).toBe(10_000_000);
  });
});
