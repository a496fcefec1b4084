import { collectCompileErrors } from './compile-node.ts';
import { EXPRESSION_ROOTS } from './compile-template.ts';
import { ExprError } from './expr-error.ts';
import { parseTemplate } from './parse-template.ts';

/**
 * Everything that `compileTemplate` would refuse in `source`, in the order of the text; it throws only the first.
 * A source that does not parse has one error, because what follows the fault cannot be told.
 */
export function checkTemplate(
  source: string,
  options: { readonly roots?: readonly string[] } = {},
): readonly ExprError[] {
  const roots = options.roots ?? EXPRESSION_ROOTS;
  try {
    return parseTemplate(source)
      .parts.flatMap((part) => (part.kind === 'text' ? [] : collectCompileErrors(part.expression, roots)))
      .sort((a, b) => a.start - b.start);
  } catch (error) {
    if (error instanceof ExprError) return [error];
    throw error;
  }
}
