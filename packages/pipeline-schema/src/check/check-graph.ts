import { removeItem, removeMember } from '../text/source-edits.ts';
import { textOf } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';
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
  for (const cycle of graph.cycles) {
    if (cycle.length === 1 && own.has(cycle[0] ?? '')) continue;
    reportCycle(context, cycle, mentions);
  }
}

/** A cycle with more stages than this is told by its ends. */
const SHOWN = 12;

function reportCycle(context: CheckContext, cycle: readonly string[], mentions: readonly StageMention[]): void {
  const members = new Set(cycle);
  const within = mentions.filter(
    ({ id, stageId, as }) => id !== stageId && members.has(id) && members.has(stageId) && as !== 'template',
  );
  const follows = (mention: StageMention): boolean => {
    const [from, to] = mention.as === 'arm' ? [mention.stageId, mention.id] : [mention.id, mention.stageId];
    return cycle[(cycle.indexOf(from) + 1) % cycle.length] === to;
  };
  const links = cycle.length > 1000 ? within.slice(0, SHOWN) : within.filter(follows);
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
export function removeMention({ document, text }: CheckContext, place: Place) {
  for (const reading of document.stages) {
    if (place.start < reading.node.start || place.end > reading.node.end) continue;
    const members = [...reading.fields.values(), ...reading.config.values()];
    for (const member of members) {
      const list = member.value;
      if (list?.kind === 'list') {
        const index = list.items.findIndex((item) => item.start === place.start && textOf(item) !== undefined);
        if (index >= 0) return removeItem(text, list, index);
      } else if (list?.start === place.start && reading.node.members.includes(member)) {
        return removeMember(text, reading.node, member);
      }
    }
    return [];
  }
  return [];
}
