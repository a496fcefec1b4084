import type { GhostStage, PipelineReading, QuickFix } from '@flowmason/pipeline-schema';

/** The quick fix that would define the stage, for the text that was read; undefined when the reader offers none. */
export function findGhostFix(reading: PipelineReading, ghost: GhostStage): QuickFix | undefined {
  return fixesOf(reading, ghost).find((fix) => defines(fix, ghost));
}

/** The other ways to mend it, such as the name of a stage that is there, each once. */
export function otherGhostFixes(reading: PipelineReading, ghost: GhostStage): readonly QuickFix[] {
  const others = fixesOf(reading, ghost).filter((fix) => !defines(fix, ghost));
  return [...new Map(others.map((fix) => [fix.title, fix] as const)).values()];
}

function fixesOf({ diagnostics }: PipelineReading, { referencedBy }: GhostStage): readonly QuickFix[] {
  const places = new Set(referencedBy.map(({ pointer }) => pointer));
  return diagnostics.filter(({ pointer }) => places.has(pointer)).flatMap(({ fixes }) => fixes);
}

function defines({ edits }: QuickFix, { id }: GhostStage): boolean {
  return edits.some(({ text }) => text.includes('"component"') && text.includes(id));
}
