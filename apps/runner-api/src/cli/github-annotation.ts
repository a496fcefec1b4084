import type { Diagnostic } from '@flowmason/pipeline-schema';

/** A finding as a workflow command, which GitHub Actions shows at its place in the changed files. */
export function githubAnnotation(diagnostic: Diagnostic, file: string): string {
  const { start, end } = diagnostic.range;
  const properties = [
    `file=${escapeProperty(file)}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    // GitHub takes columns only within one line.
    ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
    `title=${escapeProperty(diagnostic.code)}`,
  ];
  return `::${diagnostic.severity} ${properties.join(',')}::${escapeData(diagnostic.message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
