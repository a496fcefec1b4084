import type { Diagnostic, PipelineReading } from '@flowmason/pipeline-schema';

/** A stage, and where its object stands in the text. */
export interface StageAround {
  readonly id: string;
  readonly pointer: string;
}

/** Tells whose object a JSON pointer leads into; undefined outside all stages. Looks at the stages once, for many pointers. */
export function createStageFinder({
  pipeline,
  pointerOfStage,
}: PipelineReading): (pointer: string) => StageAround | undefined {
  const stages = new Map((pipeline?.stages ?? []).map(({ id }) => [pointerOfStage(id), id] as const));
  return (pointer) => {
    for (let end = pointer.indexOf('/', 1); ; end = pointer.indexOf('/', end + 1)) {
      const outer = end < 0 ? pointer : pointer.slice(0, end);
      const id = stages.get(outer);
      if (id !== undefined) return { id, pointer: outer };
      if (end < 0) return undefined;
    }
  };
}

/** What was found inside the object of a stage, in order of place. */
export function diagnosticsOfStage(reading: PipelineReading, stageId: string): readonly Diagnostic[] {
  const stage = reading.pointerOfStage(stageId);
  if (stage === undefined) return [];
  return reading.diagnostics.filter(({ pointer }) => pointer === stage || pointer.startsWith(`${stage}/`));
}
