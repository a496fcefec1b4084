import { type CompiledTemplate, compileTemplate, EXPRESSION_ROOTS } from '@flowmason/pipeline-schema';
import { AttemptBudget } from './attempt-budget.ts';
import type { ComponentContext } from './component.ts';
import type { RunPorts } from './ports.ts';
import { type AttemptWarning, rootsFor } from './prepare-attempt.ts';
import { explain, toExpressionError } from './render/expression-failure.ts';
import { buildScope, type Reader } from './scope.ts';
import type { Instance, RunState } from './state.ts';

/**
 * Evaluates the texts of fields that a component renders itself, for one attempt: all of them share one budget.
 * `warn` hears of what was missing, once for each text, however many items it is asked for.
 */
export function createFieldEvaluator(
  state: RunState,
  ports: RunPorts,
  reader: Reader & { readonly instance: Instance },
  warn: (warning: AttemptWarning) => void,
): ComponentContext['evaluate'] {
  const budget = new AttemptBudget();
  const warned = new Set<string>();
  const compiledTexts = new Map<string, CompiledTemplate>();
  const compile = (template: string, names: readonly string[]): CompiledTemplate => {
    const key = JSON.stringify([names, template]);
    const known = compiledTexts.get(key);
    if (known) return known;
    const own = names.filter((name) => !EXPRESSION_ROOTS.includes(name));
    const compiled = compileTemplate(template, { roots: [...(rootsFor(reader.instance) ?? EXPRESSION_ROOTS), ...own] });
    compiledTexts.set(key, compiled);
    return compiled;
  };
  return (template, mode, names) => {
    try {
      const compiled = compile(template, Object.keys(names));
      const scope = { ...buildScope(state, ports, reader, compiled.refs), ...names };
      const { value, warnings } = compiled.run(scope, { mode, nowMs: reader.nowMs, tank: budget.tank() });
      budget.take(value, 'config');
      if (warnings.length > 0 && !warned.has(template)) {
        for (const error of warnings) warn({ code: error.code, message: explain(error) });
        warned.add(template);
      }
      return value;
    } catch (error) {
      throw toExpressionError(error, '', template);
    }
  };
}
