import { z } from 'zod';
import { JmespathError } from '../jmespath/jmespath-error.ts';
import { searchJmespath } from '../jmespath/search-jmespath.ts';
import type { Json } from '../json.ts';
import { generateCase } from './case-generator.ts';
import { compileTemplate } from './compile-template.ts';
import { ExprError } from './expr-error.ts';

/** How the cases of a file came out; each difference is one line that names its case. */
export type CaseReport = { readonly passed: number; readonly failed: number; readonly differences: readonly string[] };

/**
 * Runs cases of the language: a list of `{name, template, context, expected}` (a value, or `{"$error": CODE}`), or of
 * `{name, template, context, expect}` with `error`, `value`, `display`, `anyOf`, or `any` within `maxMs`. With
 * `kind: "jmespath"` the template is a JMESPath expression over the context. Numbers are compared to 12 digits.
 * `elapsedMs` is a clock of which only differences count.
 * @throws {z.ZodError} when `cases` is not such a list.
 */
export function runExpressionCases(cases: unknown, elapsedMs: () => number): CaseReport {
  const differences: string[] = [];
  const list = z.array(ExpressionCase).parse(cases);
  for (const one of list) {
    const difference = differenceOf(one, elapsedMs);
    if (difference) differences.push(`${one.name}: ${difference}`);
  }
  return { passed: list.length - differences.length, failed: differences.length, differences };
}

const Expectation = z.object({
  error: z.union([z.string(), z.array(z.string())]).optional(),
  value: z.unknown().optional(),
  display: z.unknown().optional(),
  any: z.boolean().optional(),
  maxMs: z.number().optional(),
  get anyOf() {
    return z.array(Expectation).optional();
  },
});
type Expectation = z.infer<typeof Expectation>;

const ExpressionCase = z.object({
  name: z.string(),
  template: z.string(),
  context: z.unknown(),
  expected: z.unknown().optional(),
  expect: Expectation.optional(),
  mode: z.enum(['strict', 'lenient', 'condition']).default('strict'),
  now: z.number().default(1_700_000_000_000),
  kind: z.string().optional(),
  gen: z.unknown().optional(),
});
type ExpressionCase = z.infer<typeof ExpressionCase>;

type Outcome = {
  readonly value?: unknown;
  readonly display?: unknown;
  readonly error?: string;
  readonly elapsedMs: number;
};

function differenceOf(one: ExpressionCase, clock: () => number): string | undefined {
  const outcome = outcomeOf(one, clock);
  const expectation = one.expect ?? expectationOf(one.expected);
  if (meets(outcome, expectation)) return undefined;
  const got = outcome.error ? { $error: outcome.error } : outcome.value;
  return `expected ${JSON.stringify(one.expect ?? one.expected)}, got ${JSON.stringify(got)?.slice(0, 500)}`;
}

function expectationOf(expected: unknown): Expectation {
  const error = isRecord(expected) ? expected['$error'] : undefined;
  return typeof error === 'string' ? { error } : { value: expected };
}

function outcomeOf(one: ExpressionCase, clock: () => number): Outcome {
  const { template, context } = generateCase(one.template, one.context, one.gen);
  const startedAt = clock();
  try {
    if (one.kind === 'jmespath') {
      // The cases are JSON, and so is what a generator puts into them for JMESPath.
      const value = searchJmespath(template, context as Json);
      return { value, elapsedMs: clock() - startedAt };
    }
    const compiled = compileTemplate(template);
    const options = { mode: one.mode, nowMs: one.now };
    const scope = isRecord(context) ? context : {};
    const { value } = compiled.run(scope, options);
    const elapsedMs = clock() - startedAt;
    return { value, display: compiled.display(scope, options), elapsedMs };
  } catch (error) {
    const elapsedMs = clock() - startedAt;
    if (error instanceof ExprError) return { error: error.code, elapsedMs };
    if (error instanceof JmespathError) return { error: error.kind, elapsedMs };
    throw error;
  }
}

function meets(outcome: Outcome, expectation: Expectation): boolean {
  if (expectation.maxMs !== undefined && outcome.elapsedMs > expectation.maxMs) return false;
  if (expectation.any) return true;
  if (expectation.anyOf) return expectation.anyOf.some((option) => meets(outcome, option));
  if (expectation.error !== undefined) {
    return outcome.error !== undefined && [expectation.error].flat().includes(outcome.error);
  }
  if (outcome.error !== undefined || !isSame(outcome.value, expectation.value)) return false;
  return expectation.display === undefined || isSame(outcome.display, expectation.display);
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') {
    return left === right || left.toPrecision(12) === right.toPrecision(12);
  }
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, at) => isSame(item, right[at]));
  }
  if (!isRecord(left) || !isRecord(right)) return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
