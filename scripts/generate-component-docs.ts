import type { Component } from '../packages/engine/src/component.ts';
import { builtinComponents, describeComponent } from '../packages/engine/src/index.ts';

/** What the documentation reads of a JSON Schema. */
type Schema = { readonly [keyword: string]: unknown };

/** The text of docs/components.md: every component with its config, output and failures, from the schemas themselves. */
export function componentDocs(components: ReadonlyMap<string, Component> = builtinComponents): string {
  const all = [...components.values()];
  return `${[INTRODUCTION, overview(all), ...all.map(chapter)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Components

<!-- Made by scripts/generate-component-docs.ts from the schemas of the components. Do not edit: change the schema and run
     node scripts/generate-component-docs.ts > docs/components.md -->

A stage names its component in \`component\` and its settings in \`config\`. Texts in a config may hold templates (see
[expressions](expressions.md)); a text that is exactly one template keeps the type of its value.

The column *missing* says what becomes of a template whose value is not there: **error** fails the stage with EXPRESSION,
**blank** gives null, or empty text inside of a text, and a warning in the journal. After that the resolved config is
checked against the component's schema, so a required field that came out as null fails the stage with VALIDATION.

Besides the failures listed with each component, any stage can fail with EXPRESSION (a template fails), VALIDATION (the
resolved config breaks the schema), TIMEOUT (an attempt takes longer than \`timeout_ms\`), RETRY_EXHAUSTED and CANCELLED.`;

function overview(components: readonly Component[]): string {
  const rows = components.map(({ name, category, description }) => [link(name), category, description]);
  return table(['component', 'kind', 'what it does'], rows);
}

function link(name: string): string {
  return `[\`${name}\`](#${name})`;
}

function chapter(component: Component): string {
  const info = describeComponent(component);
  const parts = [
    `## \`${info.name}\``,
    `**${info.title}.** ${info.description}${EFFECTS[info.effect]}`,
    '### Config',
    configTable(info.config_schema, component),
    '### Output',
    outputTable(info.output_schema),
  ];
  if (info.failures.length === 0) return parts.join('\n\n');
  const failures = info.failures.map(({ type, when }) => [type, when]);
  return [...parts, '### Failures', table(['type', 'when'], failures)].join('\n\n');
}

const EFFECTS: Readonly<Record<Component['effect'], string>> = {
  none: '',
  http: ' Goes through the effect gate: simulations and replays answer it without a network.',
  model: ' Goes through the effect gate: simulations and replays answer it without a model.',
  time: ' Waits on the clock of the run, which is virtual in simulations.',
  person: ' Waits for a person.',
};

function configTable(schema: Schema, component: Component): string {
  const required = new Set(asList(schema['required']));
  const rows = propertiesOf(schema).map(([key, field]) => [
    `\`${key}\``,
    typeOf(field),
    required.has(key) ? '**required**' : field['default'] === undefined ? '' : code(field['default']),
    missingRule(component, key),
    [field['description'], exampleOf(field)].filter(Boolean).join(' '),
  ]);
  return table(['key', 'type', 'default', 'missing', 'meaning'], rows);
}

function missingRule(component: Component, key: string): string {
  const rule = component.fields[key];
  switch (rule?.policy) {
    case 'lenient':
      return 'blank';
    case 'raw':
      return 'no templates';
    case 'body':
      return 'error with PUT, PATCH, DELETE; else blank';
    default:
      return 'error';
  }
}

function exampleOf(field: Schema): string {
  const example = asList(field['examples'])[0];
  return example === undefined ? '' : `Example: ${code(example)}`;
}

function outputTable(schema: Schema): string {
  const properties = propertiesOf(schema);
  if (properties.length === 0) return String(schema['description'] ?? 'Any value.');
  const rows = properties.map(([key, field]) => [`\`${key}\``, typeOf(field), String(field['description'] ?? '')]);
  const rest = schema['additionalProperties'] === false ? [] : ['', 'More keys may stand beside these.'];
  return [table(['key', 'type', 'meaning'], rows), ...rest].join('\n');
}

function propertiesOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const properties = schema['properties'];
  return isSchema(properties)
    ? Object.entries(properties).map(([key, field]) => [key, isSchema(field) ? field : {}])
    : [];
}

/** A type as people read it: `text`, `"GET" or "POST"`, `list of number or text`. */
function typeOf(schema: Schema): string {
  if (schema['const'] !== undefined) return code(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(code).join(' or ');
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return [...new Set(choices.filter(isSchema).map(typeOf))].join(' or ');
  if (Array.isArray(schema['type'])) return schema['type'].map((type) => typeOf({ type })).join(' or ');
  if (schema['type'] === 'array') return isSchema(schema['items']) ? `list of ${typeOf(schema['items'])}` : 'list';
  return TYPE_WORDS[String(schema['type'])] ?? 'any value';
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

if (import.meta.main) process.stdout.write(componentDocs());
