/** One field of a form that is made from a JSON Schema. */
export type SchemaField = {
  /** Where its value stands in the whole, from the outside in. */
  readonly path: readonly string[];
  readonly label: string;
  readonly description: string | undefined;
  readonly isRequired: boolean;
  /** What stands in its place when it is left empty, or an example; undefined when the schema has neither. */
  readonly placeholder: string | undefined;
} & FieldKind;

/** What a field takes. `json` is everything that has no form of its own: lists, and values of any or of several types. */
export type FieldKind =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'json' }
  | { readonly kind: 'choice'; readonly choices: readonly unknown[] }
  | { readonly kind: 'group'; readonly fields: readonly SchemaField[] };

/**
 * The fields of a JSON Schema of an object, in its order; none for a schema of anything else. Members that a value has
 * and the schema does not know are no fields: they stay as they are.
 */
export function toSchemaFields(schema: unknown, path: readonly string[] = []): readonly SchemaField[] {
  if (!isObject(schema) || !isObject(schema['properties'])) return [];
  const { required } = schema;
  return Object.entries(schema['properties']).map(([key, property]) =>
    toField(property, { path: [...path, key], isRequired: Array.isArray(required) && required.includes(key) }),
  );
}

/** The value at `path`, undefined where it leaves the value. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at: unknown, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}

/** The JSON pointer of a path, by which checkers name places. */
export function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What a person calls the place of a JSON pointer: the label of its field, and behind it what the fields do not know. Undefined
 * for the whole.
 */
export function labelAt(fields: readonly SchemaField[], pointer: string): string | undefined {
  if (pointer === '') return undefined;
  const field = fields.find(({ path }) => pointer === pointerOf(path) || pointer.startsWith(`${pointerOf(path)}/`));
  if (!field) return pointer;
  if (pointer === pointerOf(field.path)) return field.label;
  const inner = labelAt(field.kind === 'group' ? field.fields : [], pointer) ?? pointer;
  return `${field.label} › ${inner === pointer ? pointer.slice(pointerOf(field.path).length + 1) : inner}`;
}

/**
 * What a text in a number field means: a number when it is one as JSON writes it, nothing when it is empty, else the text
 * itself, so that the check of the whole can say what is wrong with it.
 */
export function readNumber(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const isNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(trimmed) && Number.isFinite(Number(trimmed));
  return isNumber ? Number(trimmed) : text;
}

function toField(
  property: unknown,
  place: { readonly path: readonly string[]; readonly isRequired: boolean },
): SchemaField {
  const schema = isObject(property) ? property : {};
  const { title, description } = schema;
  const key = place.path.at(-1) ?? '';
  return {
    ...place,
    label: typeof title === 'string' && title !== '' ? title : key,
    description: typeof description === 'string' && description !== '' ? description : undefined,
    placeholder: placeholderOf(schema),
    ...kindOf(schema, place.path),
  };
}

function kindOf(schema: Readonly<Record<string, unknown>>, path: readonly string[]): FieldKind {
  const { type } = schema;
  if (Array.isArray(schema['enum'])) return { kind: 'choice', choices: schema['enum'] };
  if (type === 'string') return { kind: 'text' };
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  if (type === 'boolean') return { kind: 'boolean' };
  const fields = toSchemaFields(schema, path);
  return fields.length > 0 ? { kind: 'group', fields } : { kind: 'json' };
}

function placeholderOf(schema: Readonly<Record<string, unknown>>): string | undefined {
  const { examples } = schema;
  const shown = schema['default'] ?? (Array.isArray(examples) ? examples[0] : undefined);
  if (shown === undefined) return undefined;
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
