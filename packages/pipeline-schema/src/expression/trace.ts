import type { ExpressionTrace } from '../run-event.ts';
import type { ExpressionPart, Node } from './ast.ts';
import { compileNode, type Observe } from './compile-node.ts';
import { cutValue } from './cut-value.ts';
import { Evaluation, type EvaluationOptions, type Scope } from './evaluation.ts';
import { ExprError } from './expr-error.ts';
import { referencesIn } from './references.ts';
import { Missing } from './values.ts';

type TraceInput = { readonly scope: Scope; readonly options: EvaluationOptions; readonly roots: readonly string[] };
type Frame = { readonly children: ExpressionTrace[] };

/**
 * Evaluates one `{{ }}` again and notes what each sub-expression gave: paths as a whole, no literals, nothing of the
 * side that was not looked at. A failure ends it and is noted; it is not thrown.
 */
export function traceExpression(source: string, part: ExpressionPart, input: TraceInput): ExpressionTrace {
  const recorder = new Recorder(source);
  const evaluate = compileNode(part.expression, input.roots, (node, inner) => recorder.observe(node, inner));
  const evaluation = new Evaluation(input.scope, input.options);
  try {
    evaluation.burn(part.nodeCount, part);
    evaluate(evaluation);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    // Noted already, on every sub-expression that it ended.
  }
  return recorder.result(part.expression);
}

class Recorder {
  readonly #source: string;
  readonly #frames: Frame[] = [{ children: [] }];

  constructor(source: string) {
    this.#source = source;
  }

  readonly observe: Observe = (node, evaluate) => {
    if (node.kind === 'literal') return evaluate;
    const mask = maskOf(node);
    return (evaluation) => {
      const frame: Frame = { children: [] };
      this.#frames.push(frame);
      try {
        const value = evaluate(evaluation);
        this.#leave(node, frame, value, mask);
        return value;
      } catch (error) {
        if (!(error instanceof ExprError)) throw error;
        this.#leave(node, frame, error, mask);
        throw error;
      }
    };
  };

  /** The trace of the whole; an expression that is only a literal has one without children. */
  result(expression: Node): ExpressionTrace {
    const [trace] = this.#frames[0]?.children ?? [];
    const value = expression.kind === 'literal' ? cutValue(expression.value) : null;
    return trace ?? { text: this.#textOf(expression), value, children: [] };
  }

  #leave(node: Node, { children }: Frame, outcome: unknown, mask: string | undefined): void {
    this.#frames.pop();
    const text = this.#textOf(node);
    this.#frames.at(-1)?.children.push({ text, ...told(outcome, mask), children });
  }

  #textOf({ start, end }: Node): string {
    return this.#source.slice(start, end);
  }
}

function told(outcome: unknown, mask: string | undefined): Pick<ExpressionTrace, 'value' | 'error'> {
  if (outcome instanceof ExprError) return { value: null, error: outcome.message };
  if (outcome instanceof Missing) return { value: null, error: `${outcome.path} is not defined` };
  return { value: mask ?? cutValue(outcome) };
}

function maskOf(node: Node): string | undefined {
  const secrets = referencesIn(node).filter(({ root }) => root === 'secrets');
  const names = new Set(secrets.map(({ path }) => String(path[0])));
  return names.size > 0 ? `[secret:${[...names].join(',')}]` : undefined;
}
