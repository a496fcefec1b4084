import { type FieldRule, isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** What a value is edited with. */
export type FieldControl =
  /** Text with templates in it, unless the field's rule is `raw`. */
  | { readonly kind: 'text'; readonly isMultiline: boolean }
  | {
      readonly kind: 'number';
      readonly isInteger: boolean;
      readonly minimum: number | undefined;
      readonly maximum: number | undefined;
      /** Stands behind the number; empty for a plain one. */
      readonly unit: string;
    }
  | { readonly kind: 'boolean' }
  /** One of these texts. */
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** A list of some of these texts. */
  | { readonly kind: 'choices'; readonly options: readonly string[] }
  /** A number, or a text that is none, such as `200` and `2xx`. */
  | { readonly kind: 'scalar' }
  /** True or false; nearly always a template. */
  | { readonly kind: 'condition' }
  /** Ids of stages, in order. */
  | { readonly kind: 'stages' }
  /** What a router chooses from. */
  | { readonly kind: 'routes' }
  /** An object whose keys people choose. */
  | { readonly kind: 'table' }
  | { readonly kind: 'jmespath' }
  | { readonly kind: 'schema' }
  /** Any JSON. */
  | { readonly kind: 'json' };

/** What decides how a field can be edited. */
export interface ControlledField {
  readonly control: FieldControl;
  readonly rule: FieldRule;
}

/** How the value of a config field is shown: by its control, as a text with a template, or as the JSON that it is. */
export type ValueForm = 'control' | 'expression' | 'json';

/** The control for a field of this schema. Total: what no control is made for is edited as JSON. */
export function toFieldControl(key: string, schema: JsonObject, rule: FieldRule): FieldControl {
  const { type, enum: choices, items } = schema;
  if (key === 'routes') return { kind: 'routes' };
  if (key === 'schema' || key.endsWith('_schema')) return { kind: 'schema' };
  if (rule.policy === 'condition') return { kind: 'condition' };
  if (Array.isArray(choices)) return { kind: 'choice', options: choices.map(String) };
  if (isJsonObject(items) && Array.isArray(items['enum'])) {
    return { kind: 'choices', options: items['enum'].map(String) };
  }
  switch (type) {
    case 'string':
      if (rule.policy === 'raw' && key === 'expression') return { kind: 'jmespath' };
      return { kind: 'text', isMultiline: PROSE.has(key) };
    case 'integer':
    case 'number':
      return { kind: 'number', isInteger: type === 'integer', ...boundsOf(schema), unit: unitOf(key) };
    case 'boolean':
      return { kind: 'boolean' };
    case 'object':
      return schema['additionalProperties'] === undefined ? { kind: 'json' } : { kind: 'table' };
    default:
      return isScalarUnion(schema) ? { kind: 'scalar' } : { kind: 'json' };
  }
}

/** Texts of several lines. */
const PROSE: ReadonlySet<string> = new Set(['prompt', 'system_prompt', 'message', 'description']);

/** How `value` is shown in this control; a value that does not fit is shown as it is and can be repaired there. */
export function formOfValue({ control, rule }: ControlledField, value: Json | undefined): ValueForm {
  if (value === undefined) return 'control';
  if (typeof value === 'string' && isExpressible({ control, rule }) && isExpression(control, value))
    return 'expression';
  return fits(control, value) ? 'control' : 'json';
}

/** A control for JSON also takes a template that stands for the whole value; any other text is a text. */
function isExpression({ kind }: FieldControl, value: string): boolean {
  if (kind === 'json' || kind === 'schema') return !value.startsWith('{{');
  return value.includes('{{');
}

/** Whether a template can stand instead of the value. Texts and conditions are templates as they are. */
export function isExpressible({ control, rule }: ControlledField): boolean {
  return rule.policy !== 'raw' && EXPRESSIBLE.has(control.kind);
}

const EXPRESSIBLE: ReadonlySet<FieldControl['kind']> = new Set([
  ...(['number', 'boolean', 'choice', 'scalar', 'table', 'json', 'schema'] as const),
]);

function fits(control: FieldControl, value: Json): boolean {
  switch (control.kind) {
    case 'text':
    case 'jmespath':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && control.options.some((option) => isSameWord(option, value));
    case 'choices':
      return Array.isArray(value) && value.every((each) => typeof each === 'string' && control.options.includes(each));
    case 'scalar':
      return typeof value === 'string' || typeof value === 'number';
    case 'condition':
      return typeof value === 'string' || typeof value === 'boolean';
    case 'stages':
      return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
    case 'routes':
      return Array.isArray(value) && value.every(isJsonObject);
    case 'table':
      return isJsonObject(value);
    case 'json':
    case 'schema':
      return true;
  }
}

/** Words of a choice are read in any case. */
export function isSameWord(option: string, value: string): boolean {
  return option.toLowerCase() === value.toLowerCase();
}

function boundsOf({ minimum, maximum }: JsonObject) {
  return {
    minimum: typeof minimum === 'number' ? minimum : undefined,
    // What zod writes for "any whole number" is no bound that a person set.
    maximum: typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined,
  };
}

function unitOf(key: string): string {
  if (key.endsWith('_ms')) return 'ms';
  if (key.endsWith('_seconds')) return 's';
  return key.endsWith('_bytes') ? 'bytes' : '';
}

function isScalarUnion({ anyOf }: JsonObject): boolean {
  if (!Array.isArray(anyOf)) return false;
  const types = anyOf.map((option) => (isJsonObject(option) ? option['type'] : undefined));
  return types.includes('string') && (types.includes('integer') || types.includes('number'));
}
