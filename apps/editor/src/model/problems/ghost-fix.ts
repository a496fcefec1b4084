import type { GhostStage, PipelineReading, QuickFix } from '@flowmason/pipeline-schema';

/** The quick fix that would define the stage, for the text that was read; undefined when the reader offers none. */
export function findGhostFix(reading: Findings, ghost: GhostStage): QuickFix | undefined {
  return fixesOf(reading, ghost).find((fix) => defines(fix, ghost));
}

/** The other ways to mend it, such as the name of a stage that is there, each once. */
export function otherGhostFixes(reading: Findings, ghost: GhostStage): readonly QuickFix[] {
  const others = fixesOf(reading, ghost).filter((fix) => !defines(fix, ghost));
  return [...new Map(others.map((fix) => [fix.title, fix] as const)).values()];
}

type Findings = Pick<PipelineReading, 'diagnostics'>;

function fixesOf({ diagnostics }: Findings, { referencedBy }: GhostStage): readonly QuickFix[] {
  const places = new Set(referencedBy.map(({ pointer }) => pointer));
  return diagnostics.filter(({ pointer }) => places.has(pointer)).flatMap(({ fixes }) => fixes);
}

/** One text may name several stages that are not defined, and the id of one may be the beginning of another's. */
function defines({ edits }: QuickFix, { id }: GhostStage): boolean {
  return edits.some(({ text }) => text.includes('"component"') && text.includes(`"${id}"`));
}
