import type { Diagnostic } from '@flowmason/pipeline-schema';

/** Findings as a SARIF 2.1.0 log, for code scanning services. Columns and lines count from 1, as in the diagnostics. */
export function toSarif(results: readonly { readonly file: string; readonly diagnostics: readonly Diagnostic[] }[]) {
  const rules = [...new Set(results.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'FlowMason', rules: rules.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: results.flatMap(({ file, diagnostics }) => diagnostics.map((one) => toResult(file, one, rules))),
      },
    ],
  };
}

function toResult(file: string, diagnostic: Diagnostic, rules: readonly string[]) {
  return {
    ruleId: diagnostic.code,
    ruleIndex: rules.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: diagnostic.message },
    locations: [{ physicalLocation: placeOf(file, diagnostic) }],
    ...(diagnostic.related.length > 0 && {
      relatedLocations: diagnostic.related.map((related) => ({
        message: { text: related.message },
        physicalLocation: placeOf(file, related),
      })),
    }),
  };
}

function placeOf(file: string, { range }: Pick<Diagnostic, 'range'>) {
  return {
    artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
    region: {
      startLine: range.start.line,
      startColumn: range.start.column,
      endLine: range.end.line,
      endColumn: range.end.column,
    },
  };
}
