import { removeItem } from '../text/source-edits.ts';
import { textOf } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
import { type Guards, readGuard } from './guards.ts';
import { placeOfKey } from './reporter.ts';

/** Reports stages that wait for two arms of one decision, of which only one is ever taken. */
export function checkJoins(context: CheckContext, guards: Guards): void {
  const { graph, readings, reporter, text } = context;
  const impossible = new Set<string>();
  for (const id of graph.order) {
    const clash = findClash(context, guards.of(id));
    const reading = readings.get(id);
    if (clash === undefined || reading === undefined) continue;
    impossible.add(id);
    const before = [...graph.dependencies(id), ...(graph.owners.get(id) ?? []).map(({ owner }) => owner)];
    if (before.some((other) => impossible.has(other))) continue;
    const member = reading.fields.get('depends_on');
    const list = member?.value;
    const place = list ?? placeOfKey(member ?? reading.node.byKey.get('id') ?? reading.node.members[0] ?? NO_MEMBER);
    const arms = `"${clash.arms[0]}" and "${clash.arms[1]}" of "${clash.owner}"`;
    reporter.report(
      'never-joins',
      place,
      `"${id}" can never run: it needs both ${arms}, and only one of them is taken.`,
      {
        fixes:
          list?.kind !== 'list'
            ? []
            : list.items.flatMap((item, index) => {
                const other = textOf(item) ?? '';
                const theirs = [...(guards.of(other) ?? [])].some((guard) => readGuard(guard).owner === clash.owner);
                return theirs ? [{ title: `Do not wait for "${other}"`, edits: removeItem(text, list, index) }] : [];
              }),
      },
    );
  }
}

const NO_MEMBER = { key: '', keyStart: 0, keyEnd: 0, pointer: '', value: undefined };

function findClash(
  { graph }: CheckContext,
  guards: ReadonlySet<string> | undefined,
): { owner: string; arms: readonly [string, string] } | undefined {
  const taken = new Map<string, string>();
  for (const guard of guards ?? []) {
    const { owner, arm } = readGuard(guard);
    const other = taken.get(owner);
    if (other !== undefined && graph.scopes.get(owner)?.kind !== 'foreach') return { owner, arms: [other, arm] };
    taken.set(owner, arm);
  }
  return undefined;
}
