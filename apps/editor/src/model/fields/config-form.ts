import { builtinComponents, describeComponent } from '@flowmason/engine';
import { type FieldRule, fieldRuleAt, isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';
import { type FieldControl, toFieldControl } from './field-control.ts';

/** One field of a form, as the schema of its component describes it. */
export interface FormField {
  /** The canonical key in the config. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** What holds while the field is absent; undefined when nothing does. */
  readonly usual: Json | undefined;
  /** What an empty control shows: the default, else an example, else nothing. */
  readonly placeholder: string;
  readonly control: FieldControl;
  readonly rule: FieldRule;
}

/** The settings of a component as a form. */
export interface ConfigForm {
  /** In the order of the schema. */
  readonly fields: readonly FormField[];
  /** Keys of the config that the component does not know; they are kept, and shown as they are. */
  readonly unknownKeys: readonly string[];
}

const forms = new Map<string, readonly FormField[]>();

/** The form for a stage's config. A component that is not known has no fields: all keys of its config are unknown. */
export function configForm(component: string, config: JsonObject): ConfigForm {
  const fields = fieldsOf(component);
  const known = new Set(fields.map(({ key }) => key));
  return { fields, unknownKeys: Object.keys(config).filter((key) => !known.has(key)) };
}

function fieldsOf(name: string): readonly FormField[] {
  const before = forms.get(name);
  if (before) return before;
  const component = builtinComponents.get(name);
  if (!component) return [];
  const { config_schema: schema } = describeComponent(component);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const armKeys = new Set((component.arms?.({}) ?? []).map(({ pointer }) => pointer.slice(1)));
  const fields = Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {}).map(
    ([key, property]) => {
      const rule = fieldRuleAt(['config', key], component);
      const about = isJsonObject(property) ? property : {};
      const isStageList = armKeys.has(key) || (key === 'default' && name === 'router');
      return toField(key, about, { rule, isStageList, isRequired: required.has(key) });
    },
  );
  forms.set(name, fields);
  return fields;
}

interface FieldFacts {
  readonly rule: FieldRule;
  readonly isStageList: boolean;
  readonly isRequired: boolean;
}

function toField(key: string, schema: JsonObject, { rule, isStageList, isRequired }: FieldFacts): FormField {
  const { title, description, default: usual, examples } = schema;
  const [example] = Array.isArray(examples) ? examples : [];
  return {
    key,
    title: typeof title === 'string' ? title : key,
    description: typeof description === 'string' ? description : '',
    isRequired,
    usual,
    placeholder: toPlaceholder(usual) || toPlaceholder(example),
    control: isStageList ? { kind: 'stages' } : toFieldControl(key, schema, rule),
    rule,
  };
}

/** Empty containers tell nothing. */
function toPlaceholder(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text === '{}' || text === '[]' ? '' : text;
}

/** A field that no component describes, such as the name of a stage: a plain text unless `about` says otherwise. */
export function plainField(key: string, about: Partial<FormField> & Pick<FormField, 'title'>): FormField {
  return {
    key,
    description: '',
    isRequired: false,
    usual: undefined,
    placeholder: '',
    control: { kind: 'text', isMultiline: false },
    rule: { policy: 'raw' },
    ...about,
  };
}
