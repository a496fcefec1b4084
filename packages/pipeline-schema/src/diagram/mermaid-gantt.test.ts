// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphCatalog, pipelineOf, type StageInShort } from '../graph/pipelines.test-support.ts';
import { buildGraph } from '../graph.ts';
import { failed, finished, journalOf, retrying, skipped, started, succeeded } from '../journal.test-support.ts';
import { toTimeline } from '../timeline.ts';
import { expectMermaid, ganttTasks } from './mermaid.test-support.ts';
import { toMermaidGantt } from './mermaid-gantt.ts';
import { planPipeline } from './plan.ts';
import { anyStages, HOSTILE_NAMES } from './random-pipelines.test-support.ts';

function planOf(stages: readonly StageInShort[]): string {
  const pipeline = pipelineOf(...stages);
  const graph = buildGraph(pipeline, graphCatalog);
  return toMermaidGantt({ plan: planPipeline(pipeline, graph), graph });
}

const JOURNAL = journalOf(
  { build: 'http_request', check: 'conditional', ship: 'http_request', lint: 'task', undo: 'task' },
  [0, started('build')],
  [0, started('lint')],
  [100, succeeded('lint')],
  [2_000, retrying('build', 1, 3_000)],
  [5_000, started('build', 2)],
  [7_500, succeeded('build', 2)],
  [7_500, started('check')],
  [7_500, { type: 'decision', stage_id: 'check', arm: 'true', trace: [] }],
  [7_500, succeeded('check')],
  [7_500, skipped('undo')],
  [7_500, started('ship')],
  [9_000, failed('ship')],
  [9_000, finished('failed')],
);

describe('toMermaidGantt of a run', () => {
  it('has times in milliseconds, the critical path, decisions and the end of the run', async () => {
    expect(await ganttTasks(toMermaidGantt({ timeline: toTimeline(JOURNAL) }))).toEqual([
      ['build (2 attempts)', 0, 7_500, 'crit done'],
      ['lint', 0, 100, 'done'],
      ['check (true)', 7_500, 7_500, 'crit done milestone'],
      ['ship (failed)', 7_500, 9_000, 'crit done'],
      ['run failed', 9_000, 9_000, 'milestone'],
    ]);
  });

  it('draws what is going on up to now', async () => {
    const timeline = toTimeline(JOURNAL.slice(0, 3));
    expect(await ganttTasks(toMermaidGantt({ timeline, nowMs: 1_500 }))).toEqual([
      ['build (running)', 0, 1_500, 'active'],
      ['lint (running)', 0, 1_500, 'active'],
    ]);
  });

  it('shows seconds on the axis, and milliseconds for a short run', () => {
    const axisOf = (count: number) =>
      toMermaidGantt({ timeline: toTimeline(JOURNAL.slice(0, count)) }).match(/axisFormat (.*)/)?.[1];
    expect([axisOf(4), axisOf(5)]).toEqual(['%Q ms', '%s s']);
  });

  it('marks whole seconds only, in a run of a few', () => {
    const intervalOf = (nowMs: number) =>
      toMermaidGantt({ timeline: toTimeline(JOURNAL.slice(0, 3)), nowMs }).match(/tickInterval (.*)/)?.[1];
    expect([1_500, 2_000, 14_900, 15_000].map(intervalOf)).toEqual([undefined, '1second', '1second', undefined]);
  });

  it('says that the services were simulated', () => {
    const timeline = { ...toTimeline(JOURNAL), sandbox: 'production-sick' };
    expect(toMermaidGantt({ timeline })).toContain('title demo, failed, simulated (production-sick)\n');
  });
});

describe('toMermaidGantt of a plan', () => {
  const STAGES: readonly StageInShort[] = [
    { id: 'build', component: 'http_request', timeout_ms: 20_000 },
    { id: 'lint', component: 'http_request' },
    { id: 'ship', component: 'trycatch', depends_on: ['build', 'lint'], config: { try: ['push'], catch: ['undo'] } },
    { id: 'push', component: 'http_request' },
    { id: 'undo', component: 'http_request' },
    { id: 'explain', component: 'generator', depends_on: ['undo'] },
    { id: 'tell', component: 'http_request', depends_on: ['ship'] },
  ];

  it('estimates each stage, marks the critical path, and keeps apart what only runs after a failure', async () => {
    expect(await ganttTasks(planOf(STAGES))).toEqual([
      ['build', 0, 2_000, 'crit'],
      ['lint', 0, 1_000, ''],
      ['ship', 2_000, 3_000, 'crit'],
      ['tell', 3_000, 4_000, 'crit'],
      ['push', 2_000, 3_000, 'crit'],
      ['undo', 3_000, 4_000, ''],
      ['explain', 4_000, 9_000, ''],
    ]);
  });

  it('has a section for each part of a block', () => {
    expect(planOf(STAGES).match(/section .*/g)).toEqual([
      'section stages',
      'section ship, try',
      'section ship, catch',
      'section only after a failure',
    ]);
  });

  it.each(HOSTILE_NAMES)('gives a text that Mermaid parses when everything is named %j', async (name) => {
    const text = planOf([
      { id: name, component: 'trycatch', config: { try: [`${name}2`] } },
      { id: `${name}2`, component: 'http_request' },
    ]);
    await expectMermaid(text);
    expect(await ganttTasks(text)).toHaveLength(2);
  });

  it('gives a text that Mermaid parses, with every stage once, for any graph', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyStages, async (stages) => {
        expect(await ganttTasks(planOf(stages))).toHaveLength(stages.length);
      }),
      { numRuns: 100 },
    );
  });
});
