import type { Diagnostic, PipelineReading } from '@flowmason/pipeline-schema';

/** The id of the stage whose object a JSON pointer leads into; undefined outside all stages. */
export function stageOfPointer(reading: PipelineReading, pointer: string): string | undefined {
  return reading.pipeline?.stages.find(({ id }) => {
    const stage = reading.pointerOfStage(id);
    return stage !== undefined && isWithin(pointer, stage);
  })?.id;
}

/** What was found inside the object of a stage, in order of place. */
export function diagnosticsOfStage(reading: PipelineReading, stageId: string): readonly Diagnostic[] {
  const stage = reading.pointerOfStage(stageId);
  return stage === undefined ? [] : reading.diagnostics.filter(({ pointer }) => isWithin(pointer, stage));
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}
