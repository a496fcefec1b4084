import { compileTemplate, isJsonObject, type Json, type Pipeline } from '@flowmason/pipeline-schema';

/** Names of the secrets that templates of `pipeline` read, each once, in order of first use. Disabled stages do not count. */
export function secretsReadBy(pipeline: Pipeline): readonly string[] {
  const names = new Set<string>();
  for (const { config, retry, disabled } of pipeline.stages) {
    if (disabled) continue;
    collect(config, names);
    if (retry?.condition !== undefined) collect(retry.condition, names);
  }
  if (pipeline.output_mapping !== undefined) collect(pipeline.output_mapping, names);
  return [...names];
}

function collect(value: Json, names: Set<string>): void {
  if (typeof value === 'string') {
    for (const name of namesIn(value)) names.add(name);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, names);
  } else if (isJsonObject(value)) {
    for (const item of Object.values(value)) collect(item, names);
  }
}

function namesIn(text: string): readonly string[] {
  if (!text.includes('secrets')) return [];
  try {
    return compileTemplate(text).refs.flatMap(({ root, path: [name] }) =>
      root === 'secrets' && typeof name === 'string' ? [name] : [],
    );
  } catch {
    return []; // a field that is no template, such as JMESPath: the document has been checked before
  }
}
