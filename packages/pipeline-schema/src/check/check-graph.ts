import type { TextEdit } from '../diagnostic.ts';
import { removeItem, removeMember } from '../text/source-edits.ts';
import type { SourceNode } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
import { readingAt } from './reading-at.ts';
import { type Place, placeOfKey } from './reporter.ts';
import type { StageMention } from './stage-mentions.ts';

/** Reports stages that wait for themselves, directly or in a circle of dependencies and lists. */
export function checkCycles(context: CheckContext, mentions: readonly StageMention[]): void {
  const { reporter, graph } = context;
  const own = new Set<string>();
  for (const { id, stageId, as, place } of mentions) {
    if (id !== stageId || (as !== 'depends_on' && as !== 'arm')) continue;
    own.add(id);
    const how = as === 'arm' ? 'lists itself' : 'depends on itself';
    reporter.report('self-dependency', place, `Stage "${id}" ${how}, so it could never start.`, {
      fixes: [{ title: `Remove "${id}" here`, edits: removeMention(context, place) }],
    });
  }
  if (graph.cycles.length === 0) return;
  const byStage = Map.groupBy(mentions, ({ stageId }) => stageId);
  for (const cycle of graph.cycles) {
    if (cycle.length === 1 && own.has(cycle[0] ?? '')) continue;
    reportCycle(
      context,
      cycle,
      cycle.flatMap((id) => byStage.get(id) ?? []),
    );
  }
}

/** A cycle with more stages than this is told by its ends. */
const SHOWN = 12;

function reportCycle(context: CheckContext, cycle: readonly string[], mentions: readonly StageMention[]): void {
  const members = new Set(cycle);
  const within = mentions.filter(
    ({ id, stageId, as }) => id !== stageId && members.has(id) && members.has(stageId) && as !== 'template',
  );
  const next = new Map(cycle.map((id, index) => [id, cycle[(index + 1) % cycle.length]]));
  const links = within.filter(({ as, id, stageId }) =>
    as === 'arm' ? next.get(stageId) === id : next.get(id) === stageId,
  );
  const [first, ...others] = links.length > 0 ? links : within;
  const shown = cycle.length > SHOWN ? [...cycle.slice(0, SHOWN), '…'] : cycle;
  const path = [...shown, cycle[0] ?? ''].join(' → ');
  const message = `These stages wait for each other: ${path}. Take one of the dependencies out.`;
  const start = context.readings.get(cycle[0] ?? '')?.node.byKey.get('id');
  const place = first?.place ?? (start === undefined ? context.document.list : placeOfKey(start));
  context.reporter.report('cycle', place, message, {
    related: others.slice(0, SHOWN).map((mention) => ({ message: linkText(mention), at: mention.place })),
    fixes: links.slice(0, SHOWN).map((mention) => ({
      title: `Remove "${mention.id}" from ${mention.as === 'arm' ? 'a list' : 'the dependencies'} of "${mention.stageId}"`,
      edits: removeMention(context, mention.place),
    })),
  });
}

function linkText({ id, stageId, as }: StageMention): string {
  return as === 'arm' ? `"${stageId}" lists "${id}"` : `"${stageId}" depends on "${id}"`;
}

/** Takes a name out of the list that it stands in, or the whole member when it stands alone. */
export function removeMention(context: CheckContext, place: Place): TextEdit[] {
  const reading = readingAt(context.document.stages, place.start);
  const members = reading === undefined ? [] : [...reading.fields.values(), ...reading.config.values()];
  for (const member of members) {
    const list = member.value;
    if (list === undefined || list.start > place.start || list.end < place.end) continue;
    const { owner, node } = innermost(list, place);
    if (owner?.kind === 'list') return removeItem(context.text, owner, owner.items.indexOf(node));
    if (owner === undefined && reading?.node.members.includes(member)) {
      return removeMember(context.text, reading.node, member);
    }
  }
  return [];
}

/** The node at `place` below `root`, and the list or object directly around it. */
function innermost(root: SourceNode, place: Place): { owner: SourceNode | undefined; node: SourceNode } {
  let owner: SourceNode | undefined;
  let node = root;
  for (;;) {
    const children =
      node.kind === 'list'
        ? node.items
        : node.kind === 'object'
          ? [...node.byKey.values()].flatMap(({ value }) => value ?? [])
          : [];
    const inner = children.find((child) => child.start <= place.start && place.end <= child.end);
    if (inner === undefined) return { owner, node };
    owner = node;
    node = inner;
  }
}
