import { criticalPath } from '../critical-path.ts';
import type { PipelineGraph } from '../graph.ts';
import { decisionOf, endOf, type Timeline, type TimelineRow } from '../timeline.ts';
import { groupTimeline } from '../timeline-groups.ts';
import { toTaskText } from './mermaid-text.ts';
import type { Plan, PlannedStage } from './plan.ts';

/**
 * What to draw: the plan of `planPipeline`, or the timeline of a run, which may still be going (`nowMs` is then where
 * running stages reach, by default its last event). The graph gives sections for blocks and an exact critical path.
 */
export type GanttSource =
  | { readonly plan: Plan; readonly graph?: PipelineGraph }
  | { readonly timeline: Timeline; readonly graph?: PipelineGraph; readonly nowMs?: number };

/**
 * A plan or a run as the text of a Mermaid gantt. Times are milliseconds from the start (`dateFormat x`); the axis shows
 * seconds, the same in every time zone. `done` has ended, `active` is going on, `crit` is the critical path; decisions
 * and the end of the run are milestones. Stages that did not run are left out. Total, whatever the names contain.
 */
export function toMermaidGantt(source: GanttSource): string {
  const chart = 'plan' in source ? chartOfPlan(source.plan, source.graph) : chartOfRun(source);
  const lines = [
    'gantt',
    `    title ${toTaskText(chart.title)}`,
    '    dateFormat x',
    `    axisFormat ${chart.totalMs < 2_000 ? '%Q ms' : '%s s'}`,
  ];
  // Left to itself, an axis of a few seconds has marks between them, and two marks would say the same second.
  if (chart.totalMs >= 2_000 && chart.totalMs < 15_000) lines.push('    tickInterval 1second');
  for (const { title, tasks } of chart.sections) {
    if (tasks.length === 0) continue;
    lines.push('', `    section ${toTaskText(title)}`, ...tasks.map(taskLine));
  }
  return `${lines.join('\n')}\n`;
}

type Chart = {
  readonly title: string;
  readonly totalMs: number;
  readonly sections: readonly { readonly title: string; readonly tasks: readonly Task[] }[];
};
type Task = {
  readonly name: string;
  readonly tags: readonly ('crit' | 'done' | 'active' | 'milestone')[];
  readonly startMs: number;
  readonly endMs: number;
};

/** Decisions that take no time. */
const INSTANT = new Set(['conditional', 'router']);

function taskLine({ name, tags, startMs, endMs }: Task): string {
  const start = Math.max(0, Math.round(startMs));
  return `    ${toTaskText(name)} :${[...tags, start, Math.max(start, Math.round(endMs))].join(', ')}`;
}

function chartOfPlan(plan: Plan, graph: PipelineGraph | undefined): Chart {
  const sections = new Map<string, Task[]>();
  for (const stage of plan.stages) {
    const title = planSectionOf(stage, graph);
    const tasks = sections.get(title) ?? [];
    sections.set(title, tasks);
    const isCritical = stage.isExpected && stage.slackMs < 1 && plan.totalMs > 0;
    tasks.push({
      name: stage.id,
      tags: [
        ...(isCritical ? (['crit'] as const) : []),
        ...(stage.endMs > stage.startMs ? [] : (['milestone'] as const)),
      ],
      startMs: stage.startMs,
      endMs: stage.endMs,
    });
  }
  return {
    title: `${plan.name}, estimated`,
    totalMs: Math.max(plan.totalMs, ...plan.stages.slice(-1).map((stage) => stage.endMs)),
    sections: [...sections].map(([title, tasks]) => ({ title, tasks })),
  };
}

function planSectionOf(stage: PlannedStage, graph: PipelineGraph | undefined): string {
  const place = graph?.membership.get(stage.id);
  if (place) return place.role === 'body' ? `${place.scope}, each item` : `${place.scope}, ${place.role}`;
  return stage.isExpected ? 'stages' : 'only after a failure';
}

function chartOfRun({ timeline, graph, nowMs }: Extract<GanttSource, { timeline: Timeline }>): Chart {
  const now = timeline.endMs ?? Math.max(timeline.lastMs, nowMs ?? 0);
  const critical = new Set(criticalPath(timeline, graph).map(({ key }) => key));
  const sections = groupTimeline(timeline, graph).map(({ scope, rows }) => ({
    title: scope ?? 'stages',
    tasks: rows.filter((row) => row.attempts > 0).map((row) => taskOf(row, now, critical.has(row.key))),
  }));
  const simulated = timeline.sandbox === undefined ? '' : `, simulated (${timeline.sandbox})`;
  return {
    title: `${timeline.pipeline}, ${timeline.status}${simulated}`,
    totalMs: now,
    sections:
      timeline.endMs === null ? sections : [...sections, { title: 'run', tasks: [endTask(timeline.status, now)] }],
  };
}

function taskOf(row: TimelineRow, nowMs: number, isCritical: boolean): Task {
  const arm = decisionOf(row);
  const notes = [
    ...(row.attempts > 1 ? [`${row.attempts} attempts`] : []),
    ...(arm === undefined ? [] : [arm]),
    ...(row.status === 'succeeded' ? [] : [row.isHandled ? `${row.status}, handled` : row.status]),
  ];
  const isDecision = INSTANT.has(row.component);
  return {
    name: notes.length === 0 ? row.key : `${row.key} (${notes.join(', ')})`,
    tags: [
      ...(isCritical ? (['crit'] as const) : []),
      row.endMs === null ? ('active' as const) : ('done' as const),
      ...(isDecision && row.endMs !== null ? (['milestone'] as const) : []),
    ],
    startMs: row.startMs,
    endMs: endOf(row, nowMs),
  };
}

function endTask(status: string, endMs: number): Task {
  return { name: `run ${status}`, tags: ['milestone'], startMs: endMs, endMs };
}
