import { builtinComponents } from '@flowmason/engine';
import { buildGraph, type PipelineGraph, type PipelineReading, readPipeline } from '@flowmason/pipeline-schema';
import { type StageCard, toStageCard } from './stage-card.ts';

/** A pipeline file as the editor shows it; made from the file's text alone, in the browser. */
export interface PipelineDocument {
  readonly reading: PipelineReading;
  /** Undefined when the text cannot be read as a pipeline at all. */
  readonly graph: PipelineGraph | undefined;
  /** The defined stages in file order. */
  readonly cards: readonly StageCard[];
}

/** Reads and checks the text, with the same reader as the server and the command line. Never throws. */
export function openPipelineDocument(text: string): PipelineDocument {
  const reading = readPipeline(text, { components: builtinComponents });
  const graph = reading.pipeline && buildGraph(reading.pipeline, builtinComponents);
  const cards = graph ? [...graph.stages.values()].map((stage) => toStageCard(stage, builtinComponents)) : [];
  return { reading, graph, cards };
}
