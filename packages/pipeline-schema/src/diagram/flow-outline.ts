/** Where a stage is drawn: in a lane of a trycatch or foreach. */
export type Place = { readonly scope: string; readonly role: LaneRole };
export type LaneRole = 'try' | 'catch' | 'finally' | 'body';

/** One line of the nested outline; every `open` has its `close` at the same depth. */
export type OutlineLine = { readonly depth: number } & (
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'lane'; readonly scope: string; readonly role: LaneRole }
  | { readonly kind: 'stage'; readonly id: string }
  | { readonly kind: 'close' }
);

/**
 * Nests stages into the lanes of the scopes that they are members of; each of `ids` stands in it exactly once. Scopes that
 * contain each other in a ring have no outermost one and are listed flat, last.
 */
export function outlineOf(ids: readonly string[], placeOf: (id: string) => Place | undefined): readonly OutlineLine[] {
  const { top, lanes } = childrenOf(ids, placeOf);
  const lines: OutlineLine[] = [];
  const done = new Set<string>();
  // A stack of its own: blocks may be nested deeper than calls may.
  const stack: OutlineLine[] = toLines(top, 0);
  for (let line = stack.pop(); line; line = stack.pop()) {
    if (line.kind === 'stage') {
      done.add(line.id);
      const own = lanes.get(line.id);
      if (own) {
        stack.push(...openScope(line.id, own, line.depth));
        continue;
      }
    }
    lines.push(line);
    if (line.kind === 'scope') lines.push({ kind: 'stage', id: line.scope, depth: line.depth + 1 });
  }
  const rest = ids.filter((id) => !done.has(id)).map((id): OutlineLine => ({ kind: 'stage', id, depth: 0 }));
  return [...lines, ...rest];
}

const ROLES: readonly LaneRole[] = ['try', 'catch', 'finally', 'body'];
type Lanes = ReadonlyMap<LaneRole, readonly string[]>;

function childrenOf(ids: readonly string[], placeOf: (id: string) => Place | undefined) {
  const top: string[] = [];
  const lanes = new Map<string, Map<LaneRole, string[]>>();
  for (const id of ids) {
    const place = placeOf(id);
    if (!place) {
      top.push(id);
      continue;
    }
    const ofScope = lanes.get(place.scope) ?? new Map<LaneRole, string[]>();
    lanes.set(place.scope, ofScope);
    const members = ofScope.get(place.role) ?? [];
    ofScope.set(place.role, members);
    members.push(id);
  }
  return { top, lanes };
}

/** The lines of a block, last one first, as the stack wants them. */
function openScope(scope: string, lanes: Lanes, depth: number): OutlineLine[] {
  const lines: OutlineLine[] = [{ kind: 'close', depth }];
  for (const role of ROLES.toReversed()) {
    const ids = lanes.get(role);
    if (!ids) continue;
    lines.push({ kind: 'close', depth: depth + 1 }, ...toLines(ids, depth + 2));
    lines.push({ kind: 'lane', scope, role, depth: depth + 1 });
  }
  lines.push({ kind: 'scope', scope, depth });
  return lines;
}

function toLines(ids: readonly string[], depth: number): OutlineLine[] {
  return ids.map((id): OutlineLine => ({ kind: 'stage', id, depth })).reverse();
}
