import { configNode } from '../check/check-context.ts';
import type { Arm } from '../component.ts';
import { canonicalStageKey, type StageReading } from '../dialects/read-stage.ts';
import type { Json } from '../json.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { type SourceNode, type SourceObject, textOf } from '../text/source-node.ts';
import type { ChangeSource } from './change-source.ts';
import { indexInOrder, STAGE_KEY_ORDER } from './key-order.ts';
import { setMemberValue } from './set-node-value.ts';
import { configKeySpelling, configObjectOf } from './spellings.ts';
import { stagePlace } from './stage-places.ts';

/** One list of stages in the document, as it will be. A single name counts as a list of one. */
export interface StageList {
  names(): readonly string[];
  has(id: string): boolean;
  remove(ids: ReadonlySet<string>): void;
  /** Before the entry that now has this index; behind the last one when there is none. */
  add(ids: readonly string[], index?: number): void;
}

/** The lists of stages that a change touches. All of it counts on: what was removed before is not there any more. */
export interface StageLists {
  dependencies(reading: StageReading): StageList;
  /** The list of an owner by the name of its arm; undefined when it has no such arm. */
  arm(reading: StageReading, name: string): StageList | undefined;
  /** Puts the differences into the edits. Called once, last. */
  flush(): void;
}

/** What the list writer needs of a change. */
type Source = Pick<ChangeSource, 'text' | 'document' | 'edits' | 'components'>;

/** Opens the lists of a document. */
export function createStageLists(source: Source): StageLists {
  const drafts = new Map<string, Draft>();
  const open = (key: string, make: () => Draft): StageList => {
    const draft = drafts.get(key) ?? make();
    drafts.set(key, draft);
    return toStageList(draft);
  };
  return {
    dependencies: (reading) =>
      open(`${reading.node.start}`, () => draftOf(reading, reading.fields.get('depends_on')?.value, undefined)),
    arm: (reading, name) => {
      const arm = findArm(reading, name);
      if (arm === undefined) return undefined;
      return open(`${reading.node.start}${arm.pointer}`, () =>
        draftOf(reading, configNode(reading, arm.pointer), arm.pointer),
      );
    },
    flush: () => {
      const absent: Draft[] = [];
      for (const draft of drafts.values()) {
        if (draft.node !== undefined) writeList(source, draft, draft.node);
        else if (draft.entries.length > 0) absent.push(draft);
      }
      for (const [reading, list] of Map.groupBy(absent, (draft) => draft.reading)) createLists(source, reading, list);
    },
  };
}

/** The arm of this name; the default of a router that has none yet among them. */
export function findArm({ stage, component }: StageReading, name: string): Pick<Arm, 'pointer' | 'role'> | undefined {
  const found = component?.arms?.(stage.config).find((arm) => arm.name === name);
  if (found !== undefined) return found;
  return stage.component === 'router' && name === 'default' ? { pointer: '/default', role: 'branch' } : undefined;
}

type Entry = { readonly name: string | undefined; readonly from: number | undefined };
type Draft = {
  readonly reading: StageReading;
  readonly node: SourceNode | undefined;
  /** Into the config; undefined for `depends_on`. */
  readonly pointer: string | undefined;
  entries: Entry[];
};

function draftOf(reading: StageReading, node: SourceNode | undefined, pointer: string | undefined): Draft {
  const items = node === undefined ? [] : itemsOf(node);
  return { reading, node, pointer, entries: items.map((item, from) => ({ name: textOf(item), from })) };
}

/** A single name is a list of one; anything else that is no list holds no names. */
function itemsOf(node: SourceNode): readonly SourceNode[] {
  if (node.kind === 'list') return node.items;
  return textOf(node) === undefined ? [] : [node];
}

function toStageList(draft: Draft): StageList {
  const names = () => draft.entries.flatMap(({ name }) => name ?? []);
  return {
    names,
    has: (id) => names().includes(id),
    remove: (ids) => {
      draft.entries = draft.entries.filter(({ name }) => name === undefined || !ids.has(name));
    },
    add: (ids, index = draft.entries.length) => {
      draft.entries.splice(index, 0, ...ids.map((name) => ({ name, from: undefined })));
    },
  };
}

function writeList({ edits }: Source, { entries }: Draft, node: SourceNode): void {
  const kept = new Set(entries.flatMap(({ from }) => from ?? []));
  const added = entries.filter(({ from }) => from === undefined);
  const count = itemsOf(node).length;
  if (added.length === 0 && kept.size === count) return;
  if (node.kind !== 'list') {
    edits.replace(
      node,
      entries.flatMap(({ name }) => name ?? []),
    );
    return;
  }
  node.items.forEach((_, index) => {
    if (!kept.has(index)) edits.removeItem(node, index);
  });
  let pending: string[] = [];
  const addBefore = (index: number): void => {
    for (const name of pending) edits.addItem(node, index, name);
    pending = [];
  };
  for (const { name, from } of entries) {
    if (from === undefined) pending.push(name ?? '');
    else addBefore(from);
  }
  addBefore(count);
}

/** Writes lists of one stage that have no key yet. */
function createLists(source: Source, reading: StageReading, drafts: readonly Draft[]): void {
  const { edits, document } = source;
  const settings: [string, Json][] = [];
  for (const { pointer, entries } of drafts) {
    const names = entries.flatMap(({ name }) => name ?? []);
    const [key, ...rest] = pointerSegments(pointer ?? '');
    if (key === undefined) {
      const place = { order: STAGE_KEY_ORDER, canonical: canonicalStageKey };
      edits.addMember(reading.node, indexInOrder(reading.node, 'depends_on', place), 'depends_on', names);
    } else if (rest.length === 0) settings.push([configKeySpelling({ document }, reading, key), names]);
    else addInside(source, reading, pointer ?? '', names);
  }
  if (settings.length === 0) return;
  const config = configObjectOf(reading);
  if (config !== undefined) {
    for (const [key, names] of settings) edits.addMember(config, config.members.length, key, names);
    return;
  }
  setMemberValue(edits, stagePlace(source, reading, 'config'), [], Object.fromEntries(settings));
}

/** A list inside something of the config that is there, such as the `stages` of a route. */
function addInside({ edits }: Source, reading: StageReading, pointer: string, names: readonly string[]): void {
  const cut = pointer.lastIndexOf('/');
  const parent: SourceNode | undefined = configNode(reading, pointer.slice(0, cut));
  const [key] = pointerSegments(pointer.slice(cut));
  if (parent?.kind !== 'object' || key === undefined) return;
  const object: SourceObject = parent;
  edits.addMember(object, object.members.length, key, names);
}
