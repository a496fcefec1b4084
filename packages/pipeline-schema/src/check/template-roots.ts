import type { FieldRule } from '../component.ts';
import type { PipelineGraph } from '../graph.ts';
import type { CheckContext } from './check-context.ts';
import type { TemplateSite } from './template-sites.ts';

/** Names that may begin a path in every template. */
const COMMON_ROOTS = ['input', 'stages', 'secrets', 'env', 'context', 'execution', 'vars'];

/**
 * The names that may begin a path in a template: the common ones, those that its field brings, `error` in catch and
 * finally, and the variables of the loops around its stage; or only those that its field allows.
 */
export function templateRoots({ graph }: CheckContext): (site: TemplateSite) => readonly string[] {
  const byPlace = new Map<string, readonly string[]>();
  return ({ owner, rule }) => {
    const scopes = scopesAround(graph, owner?.stage.id);
    const own = rule.onlyRoots ?? rule.roots ?? [];
    const key = `${scopes.map(({ id, role }) => `${id}/${role}`).join(' ')} ${rule.onlyRoots ? '=' : ''}${own.join(',')}`;
    const before = byPlace.get(key);
    if (before !== undefined) return before;
    const list = listRoots(graph, scopes, rule);
    byPlace.set(key, list);
    return list;
  };
}

/** The same for one field: of the stage, or of `output_mapping` when it is undefined. Sorted. */
export function templateRootsAt(graph: PipelineGraph, stageId: string | undefined, rule: FieldRule): readonly string[] {
  return listRoots(graph, scopesAround(graph, stageId), rule);
}

function listRoots(graph: PipelineGraph, scopes: readonly ScopeAround[], rule: FieldRule): readonly string[] {
  if (rule.onlyRoots) return [...rule.onlyRoots].sort();
  const roots = new Set([...COMMON_ROOTS, ...(rule.roots ?? []), ...scopes.flatMap((scope) => rootsOf(graph, scope))]);
  // Sorted, because equal lists share their compiled templates.
  return [...roots].sort();
}

type ScopeAround = { readonly id: string; readonly role: string };

function scopesAround(graph: PipelineGraph, id: string | undefined): readonly ScopeAround[] {
  const around: ScopeAround[] = [];
  if (id === undefined) return around;
  const seen = new Set<string>();
  for (let at = graph.membership.get(id); at !== undefined; at = graph.membership.get(at.scope)) {
    if (seen.has(at.scope)) break;
    seen.add(at.scope);
    around.push({ id: at.scope, role: at.role });
  }
  return around;
}

function rootsOf(graph: PipelineGraph, { id, role }: ScopeAround): readonly string[] {
  if (role === 'catch' || role === 'finally') return ['error'];
  if (role !== 'body') return [];
  const config = graph.stages.get(id)?.config ?? {};
  const name = (key: string, usual: string): string => {
    const value = config[key];
    return typeof value === 'string' ? value : usual;
  };
  return [name('item_variable', 'item'), name('index_variable', 'index'), 'loop'];
}
