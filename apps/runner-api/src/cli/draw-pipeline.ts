import { builtinComponents } from '@flowmason/engine';
import {
  buildGraph,
  type Pipeline,
  type PipelineGraph,
  type PipelineReading,
  readPipeline,
} from '@flowmason/pipeline-schema';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { countText } from './diagnostic-text.ts';
import type { PipelineSource } from './find-pipeline-file.ts';

/** A document that can be drawn, though it may have errors. */
export type DrawablePipeline = {
  readonly pipeline: Pipeline;
  readonly graph: PipelineGraph;
  readonly reading: PipelineReading;
};

/**
 * Reads a document for a drawing. Errors that leave something to draw are counted on standard error.
 * @throws {CliError} `pipeline_invalid` with all findings when there is nothing to draw.
 */
export function readDrawable(source: PipelineSource, io: CliIo): DrawablePipeline {
  const reading = readPipeline(source.text, { components: builtinComponents });
  const { pipeline, diagnostics, isRunnable } = reading;
  if (!pipeline) {
    throw new CliError('pipeline_invalid', `${source.name} has no list of stages that could be drawn.`, {
      diagnostics,
      source,
    });
  }
  if (!isRunnable) {
    io.stderr.write(`${source.name} has ${countText(diagnostics)}; "fm validate ${source.name}" shows them.\n`);
  }
  return { pipeline, graph: buildGraph(pipeline, builtinComponents), reading };
}
