import {
  compileTemplate,
  EXPRESSION_ROOTS,
  ExprError,
  isJsonObject,
  type Json,
  type Pipeline,
} from '@flowmason/pipeline-schema';

/** Names of the secrets that templates of `pipeline` read, each once, in order of first use. Disabled stages do not count. */
export function secretsReadBy(pipeline: Pipeline): readonly string[] {
  const names = new Set<string>();
  const roots = rootsIn(pipeline);
  for (const { config, retry, disabled } of pipeline.stages) {
    if (disabled) continue;
    collect(config, roots, names);
    if (retry?.condition !== undefined) collect(retry.condition, roots, names);
  }
  if (pipeline.output_mapping !== undefined) collect(pipeline.output_mapping, roots, names);
  return [...names];
}

/** Every name that may begin a path anywhere: the document has been checked, so each stands where it may. */
function rootsIn({ stages }: Pipeline): readonly string[] {
  const given = stages.flatMap(({ config }) => [config['item_variable'], config['index_variable']]);
  return [...new Set([...EXPRESSION_ROOTS, ...given.filter((name) => typeof name === 'string')])];
}

function collect(value: Json, roots: readonly string[], names: Set<string>): void {
  if (typeof value === 'string') {
    for (const name of namesIn(value, roots)) names.add(name);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, roots, names);
  } else if (isJsonObject(value)) {
    for (const item of Object.values(value)) collect(item, roots, names);
  }
}

function namesIn(text: string, roots: readonly string[]): readonly string[] {
  if (!text.includes('secrets')) return [];
  try {
    return compileTemplate(text, { roots }).refs.flatMap(({ root, path: [name] }) =>
      root === 'secrets' && typeof name === 'string' ? [name] : [],
    );
  } catch (error) {
    if (error instanceof ExprError) return []; // a field that is no template, such as JMESPath
    throw error;
  }
}
