import { type SourceList, type SourceObject, textOf } from '../text/source-node.ts';
import type { ReferenceNames } from './stage-references.ts';

/** Names that stand for something of their own at the start of a path, wherever they stand. */
const ROOTS: ReadonlySet<string> = new Set([
  ...['input', 'stages', 'output', 'secrets', 'env', 'context', 'execution', 'vars', 'error', 'item', 'index'],
  ...['loop', 'attempt', 'data'],
]);

/** The ids of all stages of `list` and the roots of all templates, the variables of loops among them; read before the stages are. */
export function documentNames(list: SourceList): ReferenceNames {
  const ids = new Set<string>();
  const roots = new Set(ROOTS);
  for (const item of list.items) {
    if (item.kind !== 'object') continue;
    const id = textOf(item.byKey.get('id')?.value);
    if (id !== undefined) ids.add(id);
    for (const variable of loopVariables(item)) roots.add(variable);
  }
  return { isStage: (id) => ids.has(id), isRoot: (name) => roots.has(name) };
}

function loopVariables(stage: SourceObject): string[] {
  return ['config', 'input_mapping'].flatMap((key) => {
    const config = stage.byKey.get(key)?.value;
    if (config?.kind !== 'object') return [];
    return ['item_variable', 'index_variable'].flatMap((name) => textOf(config.byKey.get(name)?.value) ?? []);
  });
}
