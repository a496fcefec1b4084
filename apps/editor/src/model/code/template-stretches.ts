import { EXPRESSION_LIMITS, type TemplateTokenKind, tokenizeTemplate } from '@flowmason/pipeline-schema';

/** A stretch of a template that is drawn in one look. */
export interface TemplateStretch<Look> {
  readonly look: Look;
  readonly start: number;
  readonly end: number;
}

/**
 * What of a template is drawn in which look, with neighbours of one look as one stretch: each stretch is an element of its
 * own on the page, and a browser takes a time that grows with the square of their number to type over them. None for a text
 * with more of them than anybody reads, or nested deeper than an expression may be: that is left plain.
 */
export function templateStretches<Look>(
  text: string,
  looks: Readonly<Record<TemplateTokenKind, Look | undefined>>,
): readonly TemplateStretch<Look>[] {
  if (text.length > MAX_LENGTH) return [];
  const stretches: TemplateStretch<Look>[] = [];
  let depth = 0;
  for (const { kind, start, end } of tokenizeTemplate(text)) {
    if (kind === 'punctuation') depth += depthChange(text.charAt(start));
    if (kind === 'open') depth = 0;
    if (depth > EXPRESSION_LIMITS.nesting) return [];
    const look = looks[kind];
    if (look === undefined) continue;
    const last = stretches.at(-1);
    if (last?.look === look && last.end === start) stretches[stretches.length - 1] = { look, start: last.start, end };
    else stretches.push({ look, start, end });
    if (stretches.length > MAX_STRETCHES) return [];
  }
  return stretches;
}

/** A text that is longer is left plain: nobody reads it, and it would hold the page up. */
const MAX_LENGTH = 20_000;

/** So many can be typed over without a pause that is felt. */
const MAX_STRETCHES = 300;

function depthChange(character: string): number {
  if ('([{'.includes(character)) return 1;
  return ')]}'.includes(character) ? -1 : 0;
}
