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
  /** The text cannot be read as it is now; stages and graph are those of the last text that could. */
  readonly isStale: boolean;
}

/** Reads and checks the text, with the same reader as the server and the command line. Never throws. */
export function openPipelineDocument(text: string): PipelineDocument {
  return toPipelineDocument(readPipeline(text, { components: builtinComponents }));
}

/** What is drawn of a reading. */
export function toPipelineDocument(reading: PipelineReading): PipelineDocument {
  const graph = reading.pipeline && buildGraph(reading.pipeline, builtinComponents);
  const cards = graph ? [...graph.stages.values()].map((stage) => toStageCard(stage, builtinComponents)) : [];
  return { reading, graph, cards, isStale: false };
}

/**
 * What is shown after `next` was read: while its text cannot be read, the stages of the last text that could, with the
 * findings and places of the text as it is now.
 */
export function keepLastGood(last: PipelineDocument | undefined, next: PipelineDocument): PipelineDocument {
  const isBroken = !next.graph || next.reading.diagnostics.some(({ code }) => code === 'not-json');
  if (!last?.graph || !isBroken) return next;
  const { text, diagnostics, locate } = next.reading;
  const reading = { ...last.reading, text, diagnostics, locate, isRunnable: false };
  return { ...last, reading, isStale: true };
}
