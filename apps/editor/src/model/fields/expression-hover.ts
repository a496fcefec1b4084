import { tokenizeTemplate } from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import { completeExpression, type ExpressionCompletion } from './expression-completion.ts';
import type { FieldPlace } from './field-place.ts';

/** What a name in an expression is: a member with its type, a filter with its arguments, a root. */
export interface ExplainedName extends Pick<ExpressionCompletion, 'kind' | 'detail' | 'docs'> {
  readonly name: string;
  /** Where it stands in the template. */
  readonly start: number;
  readonly end: number;
}

/** Explains the name around the offset of a template; undefined where there is no name, or nothing is known of it. */
export function explainExpression(
  document: PipelineDocument,
  place: FieldPlace,
  { text, offset, run }: Parameters<typeof completeExpression>[2],
): ExplainedName | undefined {
  const token = tokenizeTemplate(text).find(({ start, end }) => start <= offset && offset < end);
  if (!token || !EXPLAINED.has(token.kind)) return undefined;
  const { start, end } = token;
  const name = text.slice(start, end);
  // What a name is, is what completion would have said of it.
  const options = completeExpression(document, place, { text: text.slice(0, end), offset: end, run });
  const found = options.find(({ label, from }) => from === start && (label === name || label === `${name}()`));
  return found && { name, kind: found.kind, detail: found.detail, docs: found.docs, start, end };
}

const EXPLAINED: ReadonlySet<string> = new Set(['root', 'member', 'filter', 'test', 'function']);
