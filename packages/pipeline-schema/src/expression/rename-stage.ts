import { ExprError } from './expr-error.ts';
import { parseTemplate } from './parse-template.ts';
import { referencesOf } from './references.ts';

/**
 * `source` with every reference to the stage `from` turned into one to `to`, whether it is written with a dot or in
 * brackets; everything else keeps its bytes. A source that does not parse comes back unchanged.
 */
export function renameStageInTemplate(source: string, from: string, to: string): string {
  const spans = stageSpans(source, from);
  let renamed = '';
  let copied = 0;
  for (const { start, end } of spans) {
    const quote = /^["']/.exec(source.slice(start, end))?.[0] ?? '';
    renamed += source.slice(copied, start) + quote + to + quote;
    copied = end;
  }
  return renamed + source.slice(copied);
}

function stageSpans(source: string, id: string): readonly { start: number; end: number }[] {
  try {
    const references = referencesOf(parseTemplate(source));
    return references
      .filter(({ root, path }) => root === 'stages' && path[0] === id)
      .flatMap(({ spans }) => spans.slice(0, 1))
      .sort((a, b) => a.start - b.start);
  } catch (error) {
    // A template that does not parse has no references; its fault is reported by validation.
    if (error instanceof ExprError) return [];
    throw error;
  }
}
