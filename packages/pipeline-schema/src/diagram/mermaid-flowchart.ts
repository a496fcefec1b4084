import type { ComponentCatalog } from '../component.ts';
import { toDurationText } from '../duration-text.ts';
import type { PipelineGraph } from '../graph.ts';
import type { Pipeline, Stage } from '../pipeline.ts';
import type { Run, StageRun } from '../run.ts';
import { collectFlowEdges, type FlowEdge, type Ghost } from './flow-edges.ts';
import { type OutlineLine, outlineOf } from './flow-outline.ts';
import { createMermaidIds } from './mermaid-ids.ts';
import { toLabelText } from './mermaid-text.ts';
import { STATUS_STYLES, type StatusClass, stageRunsById, statusClassOf } from './status-classes.ts';

export type FlowchartOptions = {
  /** Draws where this run stands: a class and a word per status, the taken arms heavy, the others dotted. */
  readonly run?: Run;
  /** With it, stages that an arm names but nobody defined are drawn in their arm. */
  readonly components?: ComponentCatalog;
  /** Stages that templates read but nobody defined; `PipelineReading.ghosts` has them. */
  readonly ghosts?: readonly Ghost[];
};

/**
 * A pipeline as the text of a Mermaid flowchart, left to right. Trycatch and foreach are subgraphs with a lane per part,
 * arms of decisions carry their names, undefined stages are dashed. Total and linear: any document gives a text that
 * Mermaid parses, whatever its names contain; drawing a large one needs a raised `maxTextSize` and `maxEdges`.
 */
export function toMermaidFlowchart(pipeline: Pipeline, graph: PipelineGraph, options: FlowchartOptions = {}): string {
  const { edges, ghosts } = collectFlowEdges(graph, options);
  const chart: Chart = {
    graph,
    idOf: createMermaidIds(),
    runs: options.run && stageRunsById(options.run),
    classes: new Set(),
  };
  const ids = [...graph.stages.keys(), ...ghosts.keys()];
  const outline = outlineOf(ids, (id) => graph.membership.get(id) ?? ghosts.get(id));
  const lines = [
    'flowchart LR',
    ...titleOf(pipeline, options.run, chart),
    ...outline.map((line) => `${'  '.repeat(Math.min(line.depth + 1, 8))}${outlineText(line, chart)}`),
    ...edges.map((edge) => `  ${chart.idOf(edge.from)} ${linkOf(edge, chart)} ${chart.idOf(edge.to)}`),
  ];
  for (const name of chart.classes)
    lines.push(`  classDef ${name} ${name === 'ghost' ? GHOST_STYLE : STATUS_STYLES[name]}`);
  return `${lines.join('\n')}\n`;
}

type Chart = {
  readonly graph: PipelineGraph;
  readonly idOf: (key: string) => string;
  readonly runs: ReadonlyMap<string, readonly StageRun[]> | undefined;
  /** The classes that have been used. */
  readonly classes: Set<StatusClass | 'ghost'>;
};

const GHOST_STYLE = 'fill:none,stroke:#dc2626,color:#dc2626,stroke-dasharray:5 4';
const LANE_TITLES = { try: 'try', catch: 'catch', finally: 'finally', body: 'for each item' } as const;
/** A map, because documents name components as they like, `constructor` too. */
const SHAPES: ReadonlyMap<string, readonly [open: string, close: string]> = new Map([
  ['conditional', ['{"', '"}']],
  ['router', ['{{"', '"}}']],
  ['trycatch', ['[["', '"]]']],
  ['foreach', ['[["', '"]]']],
  ['subpipeline', ['[["', '"]]']],
  ['generator', ['(["', '"])']],
  ['wait', ['[/"', '"/]']],
  ['approval', ['[/"', '"/]']],
]);

/** A simulated run is labelled as such wherever it shows. */
function titleOf(pipeline: Pipeline, run: Run | undefined, chart: Chart): string[] {
  const title = `  accTitle: ${toLabelText(`Pipeline ${pipeline.name}`)}`;
  if (run?.sandbox === undefined) return [title];
  // No stage can have a blank in its id.
  return [title, `  ${chart.idOf('simulated services')}>"simulated services: ${toLabelText(run.sandbox)}"]`];
}

function outlineText(line: OutlineLine, chart: Chart): string {
  switch (line.kind) {
    case 'close':
      return 'end';
    case 'scope':
      return `subgraph scope_${chart.idOf(line.scope)} ["${toLabelText(line.scope)}"]`;
    case 'lane':
      return `subgraph scope_${chart.idOf(line.scope)}_${line.role} ["${LANE_TITLES[line.role]}"]`;
    case 'stage': {
      const stage = chart.graph.stages.get(line.id);
      return stage ? stageText(stage, chart) : ghostText(line.id, chart);
    }
  }
}

function stageText(stage: Stage, chart: Chart): string {
  const [open, close] = SHAPES.get(stage.component) ?? ['["', '"]'];
  const isNamed = stage.name !== undefined && stage.name !== '' && stage.name !== stage.id;
  const label = isNamed
    ? [stage.name ?? '', `${stage.id} · ${stage.component}`]
    : [stage.id, stage.disabled ? `${stage.component} · disabled` : stage.component];
  const instances = chart.runs?.get(stage.id);
  if (!instances) return `${chart.idOf(stage.id)}${open}${label.map(toLabelText).join('<br/>')}${close}`;
  const status = statusClassOf(instances);
  chart.classes.add(status);
  const text = [...label, statusText(status, instances)].map(toLabelText).join('<br/>');
  return `${chart.idOf(stage.id)}${open}${text}${close}:::${status}`;
}

function ghostText(id: string, chart: Chart): string {
  chart.classes.add('ghost');
  return `${chart.idOf(id)}["${toLabelText(id)}<br/>not defined"]:::ghost`;
}

function statusText(status: StatusClass, instances: readonly StageRun[]): string {
  const [only] = instances;
  const word = status === 'handled' ? 'failed, handled' : status;
  if (!only || instances.length > 1) return `${word}, ${instances.length} items`;
  const attempts = only.attempts > 1 ? `, ${only.attempts} attempts` : '';
  const duration = only.duration_ms === null || only.attempts === 0 ? '' : `, ${toDurationText(only.duration_ms)}`;
  return `${word}${attempts}${duration}`;
}

function linkOf(edge: FlowEdge, chart: Chart): string {
  if (edge.kind !== 'branch') return edge.kind === 'dependency' || edge.kind === 'enter' ? '-->' : '-.->';
  const label = `|"${toLabelText(edge.arm ?? '')}"|`;
  const arms = (chart.runs?.get(edge.from) ?? []).flatMap(({ arm }) => (arm === undefined ? [] : [arm]));
  if (arms.length === 0) return `-->${label}`;
  return arms.includes(edge.arm ?? '') ? `==>${label}` : `-.->${label}`;
}
