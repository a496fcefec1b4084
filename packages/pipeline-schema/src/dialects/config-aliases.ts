/** Other spellings of config keys by component: canonical key → what is read as it (`spec.md` §2.2). */
const CONFIG_ALIASES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  conditional: {
    if_true: ['true_branch', 'true_branch_stages', 'true_stages', 'if_true_stages'],
    if_false: ['false_branch', 'false_branch_stages', 'false_stages', 'if_false_stages'],
  },
  router: { default: ['default_route'] },
  trycatch: { try: ['try_stages'], catch: ['catch_stages'], finally: ['finally_stages'] },
  foreach: { stages: ['loop_stages'] },
  json_transform: { expression: ['jmespath_expression'] },
  schema_validate: { schema: ['json_schema'] },
  http_request: { query_params: ['params'] },
};

/** Config keys that hold a list of stages, where a single name stands for a list of one. */
const STAGE_LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  conditional: ['if_true', 'if_false'],
  router: ['default'],
  trycatch: ['try', 'catch', 'finally'],
  foreach: ['stages'],
  approval: ['if_approved', 'if_rejected', 'if_expired'],
};

/** By component and written key, the canonical key; undefined for a key that is not an alias. */
export function canonicalConfigKey(component: string, written: string): string | undefined {
  return keysByAlias.get(component)?.get(written);
}

/** Every alias of a component's config keys. */
export function configAliases(component: string): readonly { readonly alias: string; readonly key: string }[] {
  return [...(keysByAlias.get(component) ?? [])].map(([alias, key]) => ({ alias, key }));
}

/** The keys of a component's canonical config that hold a list of stages. */
export function stageListKeys(component: string): readonly string[] {
  return Object.hasOwn(STAGE_LIST_KEYS, component) ? (STAGE_LIST_KEYS[component] ?? []) : [];
}

const keysByAlias: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(CONFIG_ALIASES).map(([component, keys]) => [
    component,
    new Map(Object.entries(keys).flatMap(([key, aliases]) => aliases.map((alias) => [alias, key] as const))),
  ]),
);
