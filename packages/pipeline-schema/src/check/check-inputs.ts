import { checkInput } from '../input-schema.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { checkJsonSchema } from '../json-schema/check-json-schema.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { insertMember, removeMember } from '../text/source-edits.ts';
import { deepestNodeAt, type SourceMember } from '../text/source-node.ts';
import { didYouMean, suggest } from '../text/suggest.ts';
import type { CheckContext } from './check-context.ts';
import { placeOfKey, placeOfValue } from './reporter.ts';
import type { TemplateRead } from './template-reads.ts';
import { placeIn, type TemplateSite } from './template-sites.ts';

/** Compares the inputs that templates use with those that are declared and those that the sample has. */
export function checkInputs(context: CheckContext): void {
  const { document } = context;
  const uses = collectUses(context);
  const declared = declaredInputs(document.pipeline.input_schema);
  const schema = document.fields.get('input_schema');
  checkSample(context);
  if (declared !== undefined && schema !== undefined) {
    reportUndeclared(context, uses, declared);
    if (!uses.isWhole) reportUnused(context, uses, schema);
  }
  reportAbsent(context, uses);
}

interface InputUses {
  readonly list: readonly { readonly site: TemplateSite; readonly read: TemplateRead }[];
  readonly names: ReadonlySet<string>;
  /** Something takes the input as a whole, or by a computed name: then every declared input may be used. */
  readonly isWhole: boolean;
}

function collectUses({ sites }: CheckContext): InputUses {
  const list: { site: TemplateSite; read: TemplateRead }[] = [];
  for (const site of sites) {
    for (const read of site.reads) if (read.root === 'input') list.push({ site, read });
  }
  const names = new Set(list.flatMap(({ read }) => (typeof read.path[0] === 'string' ? [read.path[0]] : [])));
  return { list, names, isWhole: list.some(({ read }) => typeof read.path[0] !== 'string') };
}

/** The properties that the schema names, unless it cannot be told or other ones are invited. */
function declaredInputs(schema: JsonObject | undefined): ReadonlySet<string> | undefined {
  const properties = schema?.['properties'];
  if (schema === undefined || !isJsonObject(properties)) return undefined;
  const isOpen = ['$ref', 'allOf', 'anyOf', 'oneOf', 'patternProperties', 'if'].some(
    (key) => schema[key] !== undefined,
  );
  if (isOpen || isJsonObject(schema['additionalProperties'])) return undefined;
  return new Set(Object.keys(properties));
}

function reportUndeclared(context: CheckContext, { list }: InputUses, declared: ReadonlySet<string>): void {
  const { text, reporter, document } = context;
  const properties = propertiesNode(context);
  const reported = new Set<string>();
  for (const { site, read } of list) {
    const [name] = read.path;
    const span = read.steps[0];
    if (typeof name !== 'string' || span === undefined || declared.has(name) || reported.has(name)) continue;
    reported.add(name);
    const suggestions = suggest(name, declared);
    const place = placeIn(text, site, span);
    const label = document.fields.get('input_schema')?.key ?? 'input_schema';
    reporter.report(
      'undeclared-input',
      place,
      `"${label}" does not declare the input "${name}".${didYouMean(suggestions)}`,
      {
        fixes: [
          ...suggestions.map((each) => ({
            title: `Change to "${each}"`,
            edits: [{ start: place.start, end: place.end, text: requoted(text, place, each) }],
          })),
          ...(properties?.kind === 'object'
            ? [{ title: `Declare "${name}"`, edits: insertMember(text, properties, name, { type: 'string' }) }]
            : []),
        ],
      },
    );
  }
}

/** A name in brackets keeps its quotes. */
function requoted(text: string, place: { start: number; end: number }, name: string): string {
  const quote = /^\\?["']/.exec(text.slice(place.start, place.end))?.[0] ?? '';
  return quote + name + quote;
}

function propertiesNode({ document }: CheckContext) {
  const schema = document.fields.get('input_schema')?.value;
  return schema?.kind === 'object' ? schema.byKey.get('properties')?.value : undefined;
}

function reportUnused(context: CheckContext, { names }: InputUses, schema: SourceMember): void {
  const properties = propertiesNode(context);
  if (properties?.kind !== 'object') return;
  for (const member of properties.byKey.values()) {
    if (names.has(member.key)) continue;
    const message = `The input "${member.key}" is declared in "${schema.key}" and never used.`;
    context.reporter.report('unused-input', placeOfKey(member), message, {
      fixes: isRequired(schema, member.key)
        ? []
        : [{ title: `Remove "${member.key}"`, edits: removeMember(context.text, properties, member) }],
    });
  }
}

function isRequired(schema: SourceMember, name: string): boolean {
  const required = schema.value?.kind === 'object' ? schema.value.byKey.get('required')?.value : undefined;
  return required?.kind === 'list' && required.items.some((item) => item.kind === 'scalar' && item.value === name);
}

function reportAbsent(context: CheckContext, { list }: InputUses): void {
  const { text, reporter, document } = context;
  const sample = document.pipeline.sample_input;
  const member = document.fields.get('sample_input');
  if (sample === undefined || member === undefined) return;
  const schema = document.pipeline.input_schema;
  const filled = schema === undefined ? sample : checkInput(schema, sample).input;
  const reported = new Set<string>();
  for (const { site, read } of list) {
    const depth = missingFrom(filled, read.path);
    if (depth === undefined || read.isGuarded) continue;
    const path = read.path.slice(0, depth + 1).join('.');
    if (reported.has(path)) continue;
    reported.add(path);
    const place = placeIn(text, site, read);
    const root = member.value;
    const isTop = depth === 0 && root?.kind === 'object';
    const name = String(read.path[0]);
    reporter.report('input-not-in-sample', place, `"sample_input" has no "${path}", which is used here.`, {
      related: [{ message: 'the sample', at: placeOfKey(member) }],
      fixes: isTop ? [{ title: `Add "${name}" to the sample`, edits: insertMember(text, root, name, '') }] : [],
    });
  }
}

/** The index of the first step of `path` that `value` does not have. */
function missingFrom(value: Json, path: readonly (string | number | null)[]): number | undefined {
  let at: Json | undefined = value;
  for (const [index, step] of path.entries()) {
    if (step === null) return undefined;
    if (Array.isArray(at)) {
      if (typeof step !== 'number') return undefined;
      at = at.at(step);
    } else if (isJsonObject(at)) at = Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
    else return undefined;
    if (at === undefined) return index;
  }
  return undefined;
}

/** Reports a sample that a run would refuse. */
function checkSample({ reporter, document }: CheckContext): void {
  const { input_schema: schema, sample_input: sample } = document.pipeline;
  const member = document.fields.get('sample_input');
  if (schema === undefined || sample === undefined || member?.value === undefined) return;
  if (checkJsonSchema(schema) !== undefined) return;
  for (const { pointer, message } of checkInput(schema, sample).problems.slice(0, 20)) {
    const node = deepestNodeAt(member.value, pointerSegments(pointer));
    const name = pointer === '' ? 'The sample' : `"${pointer.slice(1)}" of the sample`;
    reporter.report('sample-mismatch', node === member.value ? placeOfValue(member) : node, `${name} ${message}.`);
  }
}
