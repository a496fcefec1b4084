import {
  type CompiledTemplate,
  compileTemplate,
  ExprError,
  type FieldPolicy,
  type FieldRule,
  isJsonObject,
  type Json,
  type JsonObject,
} from '@flowmason/pipeline-schema';

/** A config whose templates are compiled once; what holds none is kept as it is. */
export type ConfigTree =
  | { readonly type: 'static'; readonly value: Json }
  | { readonly type: 'template'; readonly text: TemplateText }
  | { readonly type: 'list'; readonly items: readonly ConfigTree[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [string, ConfigTree])[] };

/** A text with templates, and the rules of its field. `fault` is set instead of `compiled` when it cannot be read. */
export type TemplateText = {
  readonly source: string;
  readonly pointer: string;
  readonly policy: FieldPolicy;
  /** What names a secret is shown by its name also to the component. */
  readonly hidesSecrets: boolean;
  readonly compiled: CompiledTemplate | undefined;
  readonly fault: ExprError | undefined;
  readonly usesSecrets: boolean;
};

/** Compiles `config` by the rules of its fields. Faulty templates become part of the tree and fail when it is rendered. */
export function compileConfig(
  config: JsonObject,
  rules: Readonly<Record<string, FieldRule>>,
  roots: readonly string[] | undefined,
): ReadonlyMap<string, ConfigTree> {
  return new Map(
    Object.entries(config).map(([key, value]) => {
      const rule = rules[key] ?? { policy: 'strict' };
      const isRaw = rule.policy === 'raw' || rule.roots !== undefined;
      const field = { rule, roots, pointer: `/${key}` };
      return [key, isRaw ? { type: 'static', value } : compileValue(value, field)];
    }),
  );
}

type Field = {
  readonly rule: FieldRule;
  readonly roots: readonly string[] | undefined;
  readonly pointer: string;
};

function compileValue(value: Json, field: Field): ConfigTree {
  if (typeof value === 'string') return compileText(value, field);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileValue(item, { ...field, pointer: `${field.pointer}/${index}` }));
    return items.every(({ type }) => type === 'static') ? { type: 'static', value } : { type: 'list', items };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, compileValue(item, { ...field, pointer: `${field.pointer}/${key}` })] as const,
    );
    return entries.every(([, { type }]) => type === 'static') ? { type: 'static', value } : { type: 'object', entries };
  }
  return { type: 'static', value };
}

function compileText(source: string, { rule, roots, pointer }: Field): ConfigTree {
  const isPlain = !source.includes('{{') && !source.includes('{%');
  // URLs are read by their parts even when nothing in them varies, and conditions must be judged.
  if (isPlain && rule.policy !== 'url' && rule.policy !== 'condition') return { type: 'static', value: source };
  const base = { source, pointer, policy: rule.policy, hidesSecrets: rule.secrets === 'refuse' };
  try {
    const compiled = compileTemplate(source, roots ? { roots } : {});
    const usesSecrets = compiled.refs.some(({ root }) => root === 'secrets');
    return { type: 'template', text: { ...base, compiled, fault: undefined, usesSecrets } };
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { type: 'template', text: { ...base, compiled: undefined, fault: error, usesSecrets: false } };
  }
}

/** Every template of a tree. */
export function templatesIn(trees: Iterable<ConfigTree>): readonly TemplateText[] {
  const found: TemplateText[] = [];
  const open = [...trees];
  for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
    if (tree.type === 'template') found.push(tree.text);
    else if (tree.type === 'list') open.push(...tree.items);
    else if (tree.type === 'object') for (const [, entry] of tree.entries) open.push(entry);
  }
  return found;
}
