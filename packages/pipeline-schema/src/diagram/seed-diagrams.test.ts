// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import cicd from '../../test-data/seed-cicd.json' with { type: 'json' };
import incident from '../../test-data/seed-incident.json' with { type: 'json' };
import { graphCatalog } from '../graph/pipelines.test-support.ts';
import { buildGraph } from '../graph.ts';
import { readPipeline } from '../read-pipeline.ts';
import { expectMermaid, ganttTasks } from './mermaid.test-support.ts';
import { toMermaidFlowchart } from './mermaid-flowchart.ts';
import { toMermaidGantt } from './mermaid-gantt.ts';
import { planPipeline } from './plan.ts';

const SEEDS = [
  {
    name: 'the deployment seed',
    document: cicd,
    ghosts: [
      'analyze-test-failure',
      'fetch-logs',
      'log-production-result',
      'notify-build-failure',
      'prod-deploy',
      'prod-health-check',
      'rollback-production',
    ],
  },
  {
    name: 'the incident seed',
    document: incident,
    ghosts: [
      'auto-rollback',
      'auto-scale-connections',
      'execute-remediation',
      'log-remediation-attempt',
      'remediation-failed-escalate',
    ],
  },
];

function open(document: unknown) {
  const text = JSON.stringify(document);
  const { pipeline, ghosts } = readPipeline(text, { components: graphCatalog });
  if (!pipeline) throw new Error('there is nothing to draw');
  return { pipeline, graph: buildGraph(pipeline, graphCatalog), ghosts };
}

describe.each(SEEDS)('the diagrams of $name', ({ document, ghosts: expected }) => {
  it('show every undefined stage as a ghost', async () => {
    const { pipeline, graph, ghosts } = open(document);
    const chart = toMermaidFlowchart(pipeline, graph, { components: graphCatalog, ghosts });
    await expectMermaid(chart);
    const drawn = [...chart.matchAll(/^ *([\w-]+)\[".*"\]:::ghost$/gm)].map(([, id]) => id);
    expect(drawn.toSorted()).toEqual(expected);
  });

  it('show every defined stage in the plan', async () => {
    const { pipeline, graph } = open(document);
    const tasks = await ganttTasks(toMermaidGantt({ plan: planPipeline(pipeline, graph), graph }));
    expect(tasks.map(([name]) => name).toSorted()).toEqual(pipeline.stages.map(({ id }) => id).toSorted());
  });
});
