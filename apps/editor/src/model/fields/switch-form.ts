import type { Json } from '@flowmason/pipeline-schema';
import { type ControlledField, formOfValue, type ValueForm } from './field-control.ts';
import { CONDITION_FORMAT, type FieldFormat, numberFormat, SCALAR_FORMAT, TEXT_FORMAT } from './field-format.ts';

/**
 * What is written when a person asks for another form of a value: a literal becomes the template that gives it and back again.
 * A template that is no literal has no other form and is taken away. Undefined where the value stays as it is.
 */
export function valueInForm(
  field: ControlledField,
  value: Json | undefined,
  form: ValueForm,
): { readonly value: Json | undefined } | undefined {
  const { kind } = field.control;
  // A field for JSON shows every value in every form.
  if (value === undefined || form === 'json' || kind === 'json' || kind === 'schema') return undefined;
  if (form === 'expression') {
    const isLiteral = typeof value !== 'object' && formOfValue(field, value) !== 'expression';
    return isLiteral ? { value: `{{${JSON.stringify(value)}}}` } : undefined;
  }
  if (formOfValue(field, value) === 'control') return undefined;
  const literal = typeof value === 'string' ? literalIn(value) : undefined;
  return { value: literal !== undefined && formOfValue(field, literal) === 'control' ? literal : undefined };
}

/** How the expression of a field is typed. What is no template is a value of the field's own type, not the text of one. */
export function expressionFormat({ control }: ControlledField): FieldFormat {
  switch (control.kind) {
    case 'number':
      return numberFormat(control);
    case 'boolean':
      return CONDITION_FORMAT;
    case 'scalar':
      return SCALAR_FORMAT;
    default:
      return TEXT_FORMAT;
  }
}

/** What a template says that reads nothing, and a text that is the spelling of a number or of a truth value. */
function literalIn(text: string): Json | undefined {
  const inner = (/^\s*\{\{(.*)\}\}\s*$/s.exec(text)?.[1] ?? text).trim();
  const quoted = /^'([^'\\]*)'$/.exec(inner)?.[1];
  if (quoted !== undefined) return quoted;
  return LITERAL.test(inner) ? (JSON.parse(inner) as Json) : undefined; // the pattern lets nothing else through
}

const LITERAL = /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?|"[^"\\\n]*")$/;
