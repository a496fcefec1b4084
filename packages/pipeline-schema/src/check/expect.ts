import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { replaceNode } from '../text/source-edits.ts';
import { type SourceNode, toJson } from '../text/source-node.ts';
import { didYouMean, suggest } from '../text/suggest.ts';
import type { Reporter } from './reporter.ts';

/** Reads values of one shape, and reports those of another; what has been reported reads as undefined. */
export interface Expect {
  text(node: SourceNode | undefined, what: string): string | undefined;
  flag(node: SourceNode | undefined, what: string): boolean | undefined;
  number(node: SourceNode | undefined, what: string, bounds: NumberBounds): number | undefined;
  oneOf<T extends string>(node: SourceNode | undefined, what: string, values: readonly T[]): T | undefined;
  object(node: SourceNode | undefined, what: string): JsonObject | undefined;
  /** A list of texts; a single text stands for a list of one. Items of another shape are reported and left out. */
  texts(node: SourceNode | undefined, what: string): readonly string[] | undefined;
}

export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

/** `what` in all messages is the subject, such as `"join" of stage "a"`. */
export function createExpect(text: string, { report }: Pick<Reporter, 'report'>): Expect {
  const wrong = (node: SourceNode, what: string, wanted: string): undefined => {
    report('wrong-shape', node, `${what} must be ${wanted}, not ${shapeOf(node)}.`);
    return undefined;
  };
  return {
    text(node, what) {
      if (node === undefined) return undefined;
      return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : wrong(node, what, 'a text');
    },
    flag(node, what) {
      if (node === undefined) return undefined;
      if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
      return wrong(node, what, 'true or false');
    },
    number(node, what, { least, most, isWhole = false }) {
      if (node === undefined) return undefined;
      if (node.kind !== 'scalar' || typeof node.value !== 'number') return wrong(node, what, 'a number');
      const { value } = node;
      if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
      const nearest = Math.min(most, Math.max(least, Math.round(value)));
      const kind = isWhole ? 'a whole number' : 'a number';
      report('invalid-value', node, `${what} must be ${kind} from ${least} to ${most}, not ${value}.`, {
        fixes: [{ title: `Change to ${nearest}`, edits: replaceNode(text, node, nearest) }],
      });
      return undefined;
    },
    oneOf(node, what, values) {
      if (node === undefined) return undefined;
      const value = node.kind === 'scalar' ? node.value : undefined;
      const found = values.find((each) => each === value);
      if (found !== undefined) return found;
      const choices = values.map((each) => `"${each}"`).join(', ');
      if (typeof value !== 'string') return wrong(node, what, `one of ${choices}`);
      const suggestions = suggest(value, values);
      report('invalid-value', node, `${what} must be one of ${choices}, not "${value}".${didYouMean(suggestions)}`, {
        fixes: (suggestions.length > 0 ? suggestions : values).map((each) => ({
          title: `Change to "${each}"`,
          edits: replaceNode(text, node, each),
        })),
      });
      return undefined;
    },
    object(node, what) {
      if (node === undefined) return undefined;
      const value = node.kind === 'object' ? toJson(node) : undefined;
      return isJsonObject(value) ? value : wrong(node, what, 'an object');
    },
    texts(node, what) {
      if (node === undefined) return undefined;
      if (node.kind === 'scalar' && typeof node.value === 'string') return [node.value];
      if (node.kind !== 'list') return wrong(node, what, 'a list of texts');
      return node.items.flatMap((item, index) => {
        if (item.kind === 'scalar' && typeof item.value === 'string') return [item.value];
        wrong(item, `Item ${index + 1} of ${what}`, 'a text');
        return [];
      });
    },
  };
}

/** What a value is, in words: `a list`, `null`, `the number 3`. */
export function shapeOf(node: SourceNode | Json): string {
  const value: Json = isSourceNode(node)
    ? node.kind === 'scalar'
      ? node.value
      : node.kind === 'list'
        ? []
        : {}
    : node;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

function isSourceNode(value: SourceNode | Json): value is SourceNode {
  return isJsonObject(value) && 'kind' in value && 'pointer' in value && 'start' in value;
}
