import { ExprError } from '@flowmason/pipeline-schema';
import { ComponentError } from '../errors.ts';

/**
 * What a template's error becomes for the stage, with the field and the fix in its message: LIMIT when the template
 * asked for too much, else EXPRESSION.
 */
export function toExpressionError(error: unknown, pointer: string, source: string): ComponentError {
  if (!(error instanceof ExprError)) throw error;
  const { code, message, start, end } = error;
  return new ComponentError(
    code === 'E_LIMIT' ? 'LIMIT' : 'EXPRESSION',
    `config${pointer.replaceAll('/', '.')}: ${explain(error)}`,
    {
      details: { code, message, pointer, source: source.slice(0, 500), start, end },
      retryable: false,
      cause: error,
    },
  );
}

/** The message of a template's error with its advice. */
export function explain({ message, hint, suggestions }: ExprError): string {
  const advice = hint ?? (suggestions.length > 0 ? `did you mean ${suggestions.join(' or ')}?` : undefined);
  return advice === undefined ? message : `${message} (${advice})`;
}
