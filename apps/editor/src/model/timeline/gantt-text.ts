import {
  type Pipeline,
  type PipelineGraph,
  planPipeline,
  type RunEvent,
  toMermaidGantt,
  toTimeline,
} from '@flowmason/pipeline-schema';

/**
 * The Mermaid text of a run as far as it went, or without events that of the plan. Undefined while no stage has a bar: of a
 * chart without bars Mermaid cannot tell where its axis begins.
 */
export function ganttText(pipeline: Pipeline, graph: PipelineGraph, events: readonly RunEvent[]): string | undefined {
  const text =
    events.length > 0
      ? toMermaidGantt({ timeline: toTimeline(events), graph })
      : toMermaidGantt({ plan: planPipeline(pipeline, graph), graph });
  // Only what has bars has a section.
  return /^ {4}section /m.test(text) ? text : undefined;
}
