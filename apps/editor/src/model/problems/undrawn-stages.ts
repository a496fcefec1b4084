import type { Diagnostic, PipelineReading } from '@flowmason/pipeline-schema';

/**
 * The findings about the ids of stages that stand in the text but in no diagram, one for each: the id is missing, cannot be one,
 * or another stage has it.
 */
export function undrawnStages({
  pipeline,
  diagnostics,
  pointerOfStage,
}: Pick<PipelineReading, 'pipeline' | 'diagnostics' | 'pointerOfStage'>): readonly Diagnostic[] {
  const drawn = new Set(pipeline?.stages.map(({ id }) => pointerOfStage(id)));
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const stage = STAGE_OR_ID.exec(diagnostic.pointer)?.groups;
    const isAboutId = stage?.['id'] !== undefined || diagnostic.code === 'missing-key';
    const pointer = stage?.['stage'];
    if (pointer === undefined || !isAboutId || drawn.has(pointer) || found.has(pointer)) continue;
    found.set(pointer, diagnostic);
  }
  return [...found.values()];
}

/** A stage of a document, or of a text that is only the list of its stages; or the id of one. */
const STAGE_OR_ID = /^(?<stage>(?:\/stages)?\/\d+)(?<id>\/id)?$/;
