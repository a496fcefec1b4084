import type { GhostStage, PipelineReading, QuickFix } from '@flowmason/pipeline-schema';

/** The quick fix that would define the stage, with the text that it adds; undefined when the reader offers none. */
export function fixOfGhost(
  reading: PipelineReading,
  ghost: GhostStage,
): { readonly title: string; readonly text: string } | undefined {
  const fix = findGhostFix(reading, ghost);
  return fix && { title: fix.title, text: trimInsert(fix.edits.map(({ text }) => text).join('\n')) };
}

/** The same with its edits, for the text that was read. */
export function findGhostFix(reading: PipelineReading, ghost: GhostStage): QuickFix | undefined {
  const places = new Set(ghost.referencedBy.map(({ pointer }) => pointer));
  const fixes = reading.diagnostics
    .filter(({ pointer }) => places.has(pointer))
    .flatMap((diagnostic) => diagnostic.fixes);
  return fixes.find(({ edits }) => edits.some(({ text }) => text.includes('"component"') && text.includes(ghost.id)));
}

/** Without the comma that joins it to its neighbours, and without the indentation of its place. */
function trimInsert(text: string): string {
  const lines = text
    .replace(/^[\s,]+/, '')
    .replace(/[\s,]+$/, '')
    .split('\n');
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return [lines[0], ...lines.slice(1).map((line) => line.slice(least))].join('\n');
}
