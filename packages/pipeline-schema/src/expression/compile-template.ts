import type { Json } from '../json.ts';
import type { ExpressionTrace } from '../run-event.ts';
import type { ExpressionPart, Template } from './ast.ts';
import type { Evaluate } from './compile-context.ts';
import { compileNode } from './compile-node.ts';
import { conditionValue } from './condition-value.ts';
import { Evaluation, type EvaluationOptions, type Scope } from './evaluation.ts';
import type { ExprError } from './expr-error.ts';
import { LruCache } from './lru-cache.ts';
import { parseTemplate } from './parse-template.ts';
import { type Reference, referencesIn } from './references.ts';
import { textForm } from './text-form.ts';
import { traceExpression } from './trace.ts';
import { Missing } from './values.ts';

/** Every name that may begin a path somewhere; which of them exist in a field is the caller's `roots` option. */
export const EXPRESSION_ROOTS: readonly string[] = Object.freeze([
  ...['input', 'stages', 'output', 'secrets', 'env', 'context', 'execution', 'vars'],
  ...['error', 'item', 'index', 'loop', 'attempt', 'data'],
]);

/** One piece of a rendered template. */
export type RenderedPart = {
  readonly kind: 'text' | 'value';
  /** Of a text the text itself; of an expression its value, undefined when it is missing and that is tolerated. */
  readonly value: Json | undefined;
  readonly start: number;
  readonly end: number;
  /** Names of the secrets that the expression uses. */
  readonly secrets: readonly string[];
  /** Whether the expression ends with the filter `path`, so that slashes in it separate segments of a URL. */
  readonly keepsSlashes: boolean;
};

/** A template that is ready to run, any number of times, against any scope. */
export interface CompiledTemplate {
  readonly source: string;
  readonly template: Template;
  /** Whether there is no `{{ }}` at all, so that the value never changes. */
  readonly isStatic: boolean;
  /** Whether the whole is exactly one `{{ }}`, so that the value keeps its type. */
  readonly isWhole: boolean;
  readonly refs: readonly Reference[];
  /**
   * The value: of a whole template the very value (the same reference for data), otherwise text. In `condition` mode
   * always a boolean. Warnings say what was missing and tolerated.
   * @throws {ExprError}
   */
  run(scope: Scope, options: EvaluationOptions): { readonly value: Json; readonly warnings: readonly ExprError[] };
  /**
   * The value for logs and people: what an expression that names a secret gives shows as `[secret:NAME]`.
   * @throws {ExprError} when an expression that names no secret fails.
   */
  display(scope: Scope, options: EvaluationOptions): Json;
  /** The pieces one by one, for whoever joins them by other rules than text. @throws {ExprError} */
  parts(
    scope: Scope,
    options: EvaluationOptions,
  ): { readonly parts: readonly RenderedPart[]; readonly warnings: readonly ExprError[] };
  /** What each sub-expression gave, one trace per `{{ }}`; failures are part of it. Secrets show as `[secret:NAME]`. */
  trace(scope: Scope, options: EvaluationOptions): readonly ExpressionTrace[];
}

const CACHE_CAPACITY = 5_000;
/** Root lists differ by kind of field, of which there are few. */
const CACHED_ROOT_LISTS = 64;
/** Longer sources are compiled each time, so that the cache stays small in memory. */
const MAX_CACHED_LENGTH = 16_384;

const cachesByRoots = new LruCache<LruCache<CompiledTemplate>>(CACHED_ROOT_LISTS);
/** The same for frozen lists, by identity. */
const cachesByList = new WeakMap<readonly string[], LruCache<CompiledTemplate>>();

/**
 * Parses and compiles `source`; the same source with the same roots is compiled once. `roots` are the names that may
 * begin a path in this field (default: all).
 * @throws {ExprError} at the first fault of syntax, the first unknown name, the first wrong argument.
 */
export function compileTemplate(
  source: string,
  options: { readonly roots?: readonly string[] } = {},
): CompiledTemplate {
  const roots = options.roots ?? EXPRESSION_ROOTS;
  if (source.length > MAX_CACHED_LENGTH) return new ClosureTemplate(parseTemplate(source), roots);
  return cacheFor(roots).get(source, () => new ClosureTemplate(parseTemplate(source), roots));
}

function cacheFor(roots: readonly string[]): LruCache<CompiledTemplate> {
  const known = cachesByList.get(roots);
  if (known) return known;
  const cache = cachesByRoots.get(roots.join(' '), () => new LruCache(CACHE_CAPACITY));
  // Any other list could change, and would then find what was compiled for its old names.
  if (Object.isFrozen(roots)) cachesByList.set(roots, cache);
  return cache;
}

/** The same without the cache, for a tree that is already there. @throws {ExprError} as `compileTemplate`. */
export function compileParsedTemplate(
  template: Template,
  roots: readonly string[] = EXPRESSION_ROOTS,
): CompiledTemplate {
  return new ClosureTemplate(template, roots);
}

type TextPiece = { readonly text: string; readonly evaluate: undefined; readonly start: number; readonly end: number };
type ExpressionPiece = {
  readonly evaluate: Evaluate;
  readonly part: ExpressionPart;
  readonly start: number;
  readonly end: number;
  readonly secrets: readonly string[];
  readonly mask: string | undefined;
};
type Piece = TextPiece | ExpressionPiece;

class ClosureTemplate implements CompiledTemplate {
  readonly source: string;
  readonly template: Template;
  readonly isStatic: boolean;
  readonly isWhole: boolean;
  readonly refs: readonly Reference[];
  readonly #pieces: readonly Piece[];
  readonly #whole: ExpressionPiece | undefined;
  readonly #roots: readonly string[];

  constructor(template: Template, roots: readonly string[]) {
    this.source = template.source;
    this.template = template;
    this.#roots = roots;
    const refs: Reference[] = [];
    this.#pieces = template.parts.map((part): Piece => {
      const { start, end } = part;
      if (part.kind === 'text') return { text: part.text, evaluate: undefined, start, end };
      const own = referencesIn(part.expression);
      refs.push(...own);
      const secrets = secretsOf(own);
      const mask = secrets.length > 0 ? `[secret:${secrets.join(',')}]` : undefined;
      return { evaluate: compileNode(part.expression, roots), part, start, end, secrets, mask };
    });
    this.refs = refs;
    this.isStatic = this.#pieces.every(({ evaluate }) => !evaluate);
    const [first] = this.#pieces;
    this.#whole = this.#pieces.length === 1 && first?.evaluate ? first : undefined;
    this.isWhole = this.#whole !== undefined;
  }

  run(scope: Scope, options: EvaluationOptions): { value: Json; warnings: readonly ExprError[] } {
    const evaluation = new Evaluation(scope, options);
    return { value: this.#value(evaluation, false), warnings: evaluation.warnings };
  }

  display(scope: Scope, options: EvaluationOptions): Json {
    if (this.#whole?.mask) return this.#whole.mask;
    return this.#value(new Evaluation(scope, options), true);
  }

  parts(scope: Scope, options: EvaluationOptions): { parts: readonly RenderedPart[]; warnings: readonly ExprError[] } {
    const evaluation = new Evaluation(scope, options);
    const parts = this.#pieces.map((piece): RenderedPart => {
      const { start, end } = piece;
      if (!piece.evaluate) return { kind: 'text', value: piece.text, start, end, secrets: [], keepsSlashes: false };
      const value = this.#evaluate(piece, evaluation);
      if (value instanceof Missing) evaluation.note(value);
      const { expression } = piece.part;
      const keepsSlashes = expression.kind === 'filter' && expression.name === 'path';
      const rendered = value instanceof Missing ? undefined : asJson(value);
      return { kind: 'value', value: rendered, start, end, secrets: piece.secrets, keepsSlashes };
    });
    return { parts, warnings: evaluation.warnings };
  }

  trace(scope: Scope, options: EvaluationOptions): readonly ExpressionTrace[] {
    return this.#pieces.flatMap((piece) =>
      piece.evaluate ? [traceExpression(this.source, piece.part, { scope, options, roots: this.#roots })] : [],
    );
  }

  #value(evaluation: Evaluation, masked: boolean): Json {
    const whole = this.#whole;
    if (whole) {
      const value = this.#evaluate(whole, evaluation);
      if (evaluation.mode === 'condition') return conditionValue(evaluation, value, whole.part.expression);
      if (!(value instanceof Missing)) return asJson(value);
      evaluation.note(value);
      return null;
    }
    const text = this.#text(evaluation, masked);
    const hidesDecision = masked && this.#pieces.some((piece) => piece.evaluate && piece.mask);
    if (evaluation.mode !== 'condition' || hidesDecision) return text;
    return conditionValue(evaluation, text, { start: 0, end: this.source.length }, !this.isStatic);
  }

  #text(evaluation: Evaluation, masked: boolean): string {
    let text = '';
    for (const piece of this.#pieces) {
      if (!piece.evaluate) text += piece.text;
      else if (masked && piece.mask) text += piece.mask;
      else text += textForm(evaluation, this.#evaluate(piece, evaluation), piece.part.expression);
      evaluation.checkTextLength(text.length, piece);
    }
    return text;
  }

  #evaluate(piece: ExpressionPiece, evaluation: Evaluation): unknown {
    evaluation.burn(piece.part.nodeCount, piece);
    return piece.evaluate(evaluation);
  }
}

/** The scope holds JSON data only, and evaluating makes nothing else of it. */
function asJson(value: unknown): Json {
  return value as Json;
}

function secretsOf(refs: readonly Reference[]): readonly string[] {
  const names = refs.filter(({ root }) => root === 'secrets').map(({ path }) => String(path[0]));
  return [...new Set(names)];
}
