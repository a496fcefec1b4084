import type { z } from 'zod';
import type { ComponentDescription } from '../component.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { shapeOf } from './expect.ts';

/** One way in which a config breaks its component's schema. `path` leads to the value, `message` continues its name. */
export type ConfigIssue = { readonly path: readonly string[] } & (
  | { readonly kind: 'unknown_key'; readonly key: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'invalid'; readonly message: string }
);

/**
 * What can be said of a config before its templates have values. A text that is exactly one template may become
 * anything; a text with templates in it becomes some text.
 */
export function configIssues(component: ComponentDescription, config: JsonObject): readonly ConfigIssue[] {
  const result = component.config.safeParse(config);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => toConfigIssues(issue, [], config));
}

type ZodIssue = z.core.$ZodIssue;

function toConfigIssues(issue: ZodIssue, base: readonly string[], config: JsonObject): readonly ConfigIssue[] {
  const path = [...base, ...issue.path.map(String)];
  const value = valueAt(config, path);
  if (typeof value === 'string' && isExcused(issue, value)) return [];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ kind: 'unknown_key', path, key }));
  if (issue.code === 'invalid_union') return bestAlternative(issue, path, config);
  if (value === undefined) return [{ kind: 'missing', path, message: missingMessage(issue) }];
  return [{ kind: 'invalid', path, message: messageOf(issue, value) }];
}

const TEMPLATE = /\{\{/;

function isExcused(issue: ZodIssue, value: string): boolean {
  if (!TEMPLATE.test(value)) return false;
  if (isWholeTemplate(value)) return true;
  return issue.code !== 'invalid_type' || issue.expected === 'string';
}

/** Nothing stands before the first `{{` or behind the last `}}`, and no second template starts in between. */
function isWholeTemplate(text: string): boolean {
  return text.startsWith('{{') && text.endsWith('}}') && !text.slice(2).includes('{{');
}

/** The issues of the alternative that comes nearest; none when one of them fits but for its templates. */
function bestAlternative(
  issue: Extract<ZodIssue, { code: 'invalid_union' }>,
  path: readonly string[],
  config: JsonObject,
): readonly ConfigIssue[] {
  const alternatives = issue.errors.map((issues) => issues.flatMap((each) => toConfigIssues(each, path, config)));
  if (alternatives.some((issues) => issues.length === 0)) return [];
  const value = valueAt(config, path);
  if (value === undefined) return [{ kind: 'missing', path, message: 'is required' }];
  const deeper = alternatives.filter((issues) =>
    issues.some((each) => each.path.length > path.length || each.kind === 'unknown_key'),
  );
  const [best] = deeper.sort((a, b) => a.length - b.length);
  if (best !== undefined) return best;
  const expected = issue.errors.flat().flatMap((each) => (each.code === 'invalid_type' ? nameOf(each.expected) : []));
  const choice = [...new Set(expected)].join(' or ');
  const message = choice === '' ? 'fits none of its forms' : `must be ${choice}, not ${shapeOf(value)}`;
  return [{ kind: 'invalid', path, message }];
}

function missingMessage(issue: ZodIssue): string {
  return issue.code === 'custom' && issue.message !== 'Invalid input' ? clause(issue.message) : 'is required';
}

function messageOf(issue: ZodIssue, value: Json): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nameOf(issue.expected)}, not ${shapeOf(value)}`;
    case 'invalid_value': {
      const choices = issue.values.map((each) => JSON.stringify(each)).join(', ');
      return `must be ${issue.values.length > 1 ? `one of ${choices}` : choices}, not ${shown(value)}`;
    }
    case 'too_big':
      return `must ${boundOf(issue.origin, 'at most', issue.maximum)}`;
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? 'must not be empty'
        : `must ${boundOf(issue.origin, 'at least', issue.minimum)}`;
    default:
      return clause(issue.message);
  }
}

/** `be at most 2`, `have at least 3 items`. */
function boundOf(origin: string, how: string, bound: number | bigint): string {
  if (origin === 'string') return `have ${how} ${bound} characters`;
  return origin === 'array' ? `have ${how} ${bound} items` : `be ${how} ${bound}`;
}

/** A message of a schema as the end of a sentence that starts with the field's name. */
function clause(message: string): string {
  const text = message.replace(/\.$/, '');
  const isClause = /^(?:is|must|has|cannot|can|needs|names|should|may|holds)\b/.test(text);
  return isClause ? text : `is not right: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function shown(value: Json): string {
  return typeof value === 'string'
    ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
    : shapeOf(value);
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['null', 'null'],
]);

function nameOf(expected: string): string {
  return NAMES.get(expected) ?? expected;
}

function valueAt(root: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}
