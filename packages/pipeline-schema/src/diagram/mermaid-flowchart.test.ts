// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphCatalog, pipelineOf, type StageInShort } from '../graph/pipelines.test-support.ts';
import { buildGraph } from '../graph.ts';
import { RunId } from '../ids.ts';
import { failed, finished, journalOf, skipped, started, succeeded } from '../journal.test-support.ts';
import { foldRun, newRun } from '../run.ts';
import { expectMermaid } from './mermaid.test-support.ts';
import { type FlowchartOptions, toMermaidFlowchart } from './mermaid-flowchart.ts';
import { toLabelText } from './mermaid-text.ts';
import { anyStages, HOSTILE_NAMES } from './random-pipelines.test-support.ts';

function chartOf(stages: readonly StageInShort[], options: FlowchartOptions = {}): string {
  const pipeline = pipelineOf(...stages);
  return toMermaidFlowchart(pipeline, buildGraph(pipeline, graphCatalog), { components: graphCatalog, ...options });
}

const DEPLOY: readonly StageInShort[] = [
  { id: 'build', component: 'http_request' },
  {
    id: 'check',
    component: 'conditional',
    depends_on: ['build'],
    config: { if_true: ['ship'], if_false: ['notify'] },
  },
  {
    id: 'ship',
    component: 'trycatch',
    config: { try: ['push', 'verify'], catch: ['undo'], finally: ['note'] },
  },
  { id: 'push', component: 'http_request' },
  { id: 'verify', component: 'http_request', depends_on: ['push'] },
  'undo',
  'note',
];

describe('toMermaidFlowchart', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    'draws a stage of the unknown component %s as a box',
    (component) => {
      expect(chartOf([{ id: 'a', component }])).toContain(`  a["a<br/>${toLabelText(component)}"]`);
    },
  );

  it('draws dependencies, named arms, lanes of a block and undefined stages', () => {
    expect(chartOf(DEPLOY)).toBe(
      [
        'flowchart LR',
        '  accTitle: Pipeline test',
        '  build["build<br/>http_request"]',
        '  check{"check<br/>conditional"}',
        '  subgraph scope_ship ["ship"]',
        '    ship[["ship<br/>trycatch"]]',
        '    subgraph scope_ship_try ["try"]',
        '      push["push<br/>http_request"]',
        '      verify["verify<br/>http_request"]',
        '    end',
        '    subgraph scope_ship_catch ["catch"]',
        '      undo["undo<br/>task"]',
        '    end',
        '    subgraph scope_ship_finally ["finally"]',
        '      note["note<br/>task"]',
        '    end',
        '  end',
        '  notify["notify<br/>not defined"]:::ghost',
        '  check -->|"true"| ship',
        '  check -->|"false"| notify',
        '  ship --> push',
        '  ship -.-> undo',
        '  ship -.-> note',
        '  build --> check',
        '  push --> verify',
        '  classDef ghost fill:none,stroke:#dc2626,color:#dc2626,stroke-dasharray:5 4',
        '',
      ].join('\n'),
    );
  });

  it('marks with a run the status of each stage and the arm that was taken', () => {
    const journal = journalOf(
      { build: 'http_request', check: 'conditional', ship: 'trycatch', push: 'http_request', undo: 'task' },
      [0, started('build')],
      [1_200, succeeded('build')],
      [1_200, started('check')],
      [1_201, { type: 'decision', stage_id: 'check', arm: 'true', trace: [] }],
      [1_201, succeeded('check')],
      [1_201, started('push')],
      [2_201, failed('push', 1, true)],
      [2_201, skipped('undo')],
      [2_300, finished('recovered')],
    );
    const lines = chartOf(DEPLOY, { run: foldRun(newRun(RunId.parse('r1')), journal) }).split('\n');
    expect(lines.filter((line) => /^ *(build|push|undo|note)\[/.test(line)).map((line) => line.trim())).toEqual([
      'build["build<br/>http_request<br/>succeeded, 1.2 s"]:::succeeded',
      'push["push<br/>http_request<br/>failed, handled, 1.0 s"]:::handled',
      'undo["undo<br/>task<br/>skipped"]:::skipped',
      'note["note<br/>task"]',
    ]);
    expect(
      lines.filter((line) => line.includes('check ') || line.includes('--> check')).map((line) => line.trim()),
    ).toEqual(['check ==>|"true"| ship', 'check -.->|"false"| notify', 'build --> check']);
  });

  it('says that services were simulated', () => {
    const run = { ...newRun(RunId.parse('r1')), sandbox: 'all-good' };
    expect(chartOf(['a'], { run })).toContain('"simulated services: all-good"');
  });

  it('draws a stage that only a template reads as a ghost with a dotted edge', () => {
    const chart = chartOf(['report'], {
      ghosts: [{ id: 'fetch-logs', referencedBy: [{ stageId: 'report', as: 'template' }] }],
    });
    expect(chart).toContain('  fetch-logs["fetch-logs<br/>not defined"]:::ghost\n');
    expect(chart).toContain('  fetch-logs -.-> report\n');
  });

  it('shows several instances of a stage in a loop as the one that most needs a look', () => {
    const journal = journalOf(
      { each: 'foreach', call: 'task' },
      [0, started('call', 1, 'each[0]/call')],
      [1, succeeded('call', 1, 'each[0]/call')],
      [1, started('call', 1, 'each[1]/call')],
    );
    const chart = chartOf([{ id: 'each', component: 'foreach', config: { stages: ['call'] } }, 'call'], {
      run: foldRun(newRun(RunId.parse('r1')), journal),
    });
    expect(chart).toContain('call["call<br/>task<br/>running, 2 items"]:::running');
  });

  it('keeps ids apart that would become the same', () => {
    const chart = chartOf(['end', 's_end', { id: 'x', depends_on: ['end', 's_end'] }]);
    expect(chart.split('\n').filter((line) => line.includes('-->'))).toEqual(['  s_end --> x', '  s_end_2 --> x']);
  });

  it.each(HOSTILE_NAMES)('gives a text that Mermaid parses when everything is named %j', async (name) => {
    const chart = chartOf([
      { id: name, name, component: 'trycatch', config: { try: [`${name}2`], catch: [name] } },
      { id: `${name}2`, component: 'router', config: { routes: [{ name, condition: '', stages: ['x', name] }] } },
      { id: 'x', name, depends_on: [name, `${name}3`] },
    ]);
    await expectMermaid(chart);
    expect(chart).not.toMatch(/<(?!br\/>)|%%|`|\p{Cs}/u);
  });

  it('gives a text that Mermaid parses, with every stage once, for any graph', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyStages, async (stages) => {
        const chart = chartOf(stages);
        await expectMermaid(chart);
        const drawn = chart.split('\n').filter((line) => /^ *[\w-]+(\[|\{|\()/.test(line) && !line.includes('ghost'));
        expect(drawn).toHaveLength(stages.length);
      }),
      { numRuns: 100 },
    );
  });

  it('draws ten thousand stages and blocks five thousand deep', { timeout: 60_000 }, () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => ({
      id: `s${index}`,
      depends_on: index === 0 ? [] : [`s${index - 1}`],
    }));
    expect(chartOf(chain).split('\n')).toHaveLength(2 + 10_000 + 9_999 + 1);
    const nested = Array.from({ length: 5_000 }, (_, index) => ({
      id: `t${index}`,
      component: 'trycatch',
      config: { try: [`t${index + 1}`] },
    }));
    expect(chartOf(nested).match(/^ *end$/gm)).toHaveLength(2 * 5_000);
  });
});
