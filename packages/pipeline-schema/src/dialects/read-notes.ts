import { placeOfKey } from '../check/reporter.ts';
import type { Note } from '../pipeline.ts';
import { removeItem, removeMember, replaceNode } from '../text/source-edits.ts';
import { type SourceList, type SourceMember, type SourceNode, textOf, toJson } from '../text/source-node.ts';
import { extraOf } from './read-retry.ts';
import { toPair } from './read-settings.ts';
import type { ReadingContext } from './reading-context.ts';
import { reportUnknownKey, takeMembers } from './take-members.ts';

/** Reads the notes of the canvas; one that cannot be read is reported and left out. */
export function readNotes(member: SourceMember | undefined, context: ReadingContext): readonly Note[] | undefined {
  const { reporter } = context;
  if (member?.value === undefined) return undefined;
  if (member.value.kind !== 'list') {
    reporter.report('wrong-shape', member.value, '"notes" must be a list of notes.');
    return undefined;
  }
  const list = member.value;
  const ids = new Set<string>();
  return list.items.flatMap((item, index) => {
    const note = readNote(item, { list, index }, context);
    if (note === undefined) return [];
    if (!ids.has(note.id)) {
      ids.add(note.id);
      return [note];
    }
    const free = freeNoteId(list, note.id);
    const id = item.kind === 'object' ? item.byKey.get('id')?.value : undefined;
    reporter.report('duplicate-id', id ?? item, `There is another note with the id "${note.id}".`, {
      fixes:
        id === undefined ? [] : [{ title: `Rename this one to "${free}"`, edits: replaceNode(context.text, id, free) }],
    });
    return [];
  });
}

const KEYS = ['id', 'text', 'position', 'size'];

function readNote(
  item: SourceNode,
  place: { readonly list: SourceList; readonly index: number },
  context: ReadingContext,
): Note | undefined {
  const { text, reporter } = context;
  const what = `Note ${place.index + 1}`;
  const remove = { title: 'Remove this note', edits: removeItem(text, place.list, place.index) };
  if (item.kind !== 'object') {
    reporter.report('wrong-shape', item, `${what} must be an object with "id", "text" and "position".`, {
      fixes: [remove],
    });
    return undefined;
  }
  const canonical = (key: string) => (KEYS.includes(key) ? key : undefined);
  const { known, unknown } = takeMembers(item, canonical, { text, reporter, what });
  for (const each of unknown) {
    reportUnknownKey(each, item, { text, reporter, what, candidates: KEYS, severity: 'warning' });
  }
  const id = textOf(known.get('id')?.value);
  const words = textOf(known.get('text')?.value);
  const position = pairIn(known.get('position'));
  if (id === undefined || id === '' || words === undefined || position === undefined) {
    const wanted = 'an "id", a "text" and a "position" [x, y] of whole numbers';
    reporter.report('wrong-shape', { ...item, end: item.start + 1 }, `${what} needs ${wanted}.`, { fixes: [remove] });
    return undefined;
  }
  const written = known.get('size');
  const size = pairIn(written);
  if (written !== undefined && size === undefined) {
    reporter.report(
      'wrong-shape',
      written.value ?? placeOfKey(written),
      `The size of note ${place.index + 1} must be [width, height], two whole numbers.`,
      {
        fixes: [{ title: 'Use the usual size', edits: removeMember(text, item, written) }],
      },
    );
  }
  return { id, text: words, position, ...(size && { size }), ...extraOf(unknown) };
}

function pairIn(member: SourceMember | undefined): readonly [number, number] | undefined {
  return member?.value && toPair(toJson(member.value));
}

function freeNoteId(list: SourceList, id: string): string {
  const taken = new Set(
    list.items.map((item) => (item.kind === 'object' ? textOf(item.byKey.get('id')?.value) : undefined)),
  );
  let number = 2;
  while (taken.has(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
