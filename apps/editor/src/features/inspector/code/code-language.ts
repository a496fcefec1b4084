import type { ShownCall } from '../../../model/fields/call-help.ts';
import type { ExpressionCompletion } from '../../../model/fields/expression-completion.ts';

/** What a code field holds; `json_or_template` is JSON unless it begins with `{{`. */
export type CodeLanguage = 'template' | 'json_or_template' | 'jmespath';

/** A stretch of the text that something is wrong with. */
export interface CodeMark {
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning';
}

/** The call whose arguments `offset` of a template stands in. */
export type ExplainCall = (text: string, offset: number) => ShownCall | undefined;

/** What could stand at `offset` of a template. */
export type CompleteTemplate = (text: string, offset: number) => readonly ExpressionCompletion[];
