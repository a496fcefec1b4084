import type { CheckContext } from './check-context.ts';
import type { TemplateSite } from './template-sites.ts';

/** Names that may begin a path in every template. */
const COMMON_ROOTS = ['input', 'stages', 'secrets', 'env', 'context', 'execution', 'vars'];

/**
 * The names that may begin a path in a template: the common ones, those that its field brings, `error` in catch and
 * finally, and the variables of the loops around its stage.
 */
export function templateRoots(context: CheckContext): (site: TemplateSite) => readonly string[] {
  const byPlace = new Map<string, readonly string[]>();
  return ({ owner, rule }) => {
    const scopes = owner === undefined ? [] : scopesAround(context, owner.stage.id);
    const key = `${scopes.map(({ id, role }) => `${id}/${role}`).join(' ')} ${rule.roots?.join(',') ?? ''}`;
    const before = byPlace.get(key);
    if (before !== undefined) return before;
    const roots = new Set([
      ...COMMON_ROOTS,
      ...(rule.roots ?? []),
      ...scopes.flatMap((scope) => rootsOf(context, scope)),
    ]);
    // Sorted, because equal lists share their compiled templates.
    const list = [...roots].sort();
    byPlace.set(key, list);
    return list;
  };
}

type ScopeAround = { readonly id: string; readonly role: string };

function scopesAround({ graph }: CheckContext, id: string): readonly ScopeAround[] {
  const around: ScopeAround[] = [];
  const seen = new Set<string>();
  for (let at = graph.membership.get(id); at !== undefined; at = graph.membership.get(at.scope)) {
    if (seen.has(at.scope)) break;
    seen.add(at.scope);
    around.push({ id: at.scope, role: at.role });
  }
  return around;
}

function rootsOf({ graph }: CheckContext, { id, role }: ScopeAround): readonly string[] {
  if (role === 'catch' || role === 'finally') return ['error'];
  if (role !== 'body') return [];
  const config = graph.stages.get(id)?.config ?? {};
  const name = (key: string, usual: string): string => {
    const value = config[key];
    return typeof value === 'string' ? value : usual;
  };
  return [name('item_variable', 'item'), name('index_variable', 'index'), 'loop'];
}
