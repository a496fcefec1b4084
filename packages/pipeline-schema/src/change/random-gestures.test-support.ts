import fc from 'fast-check';
import { testCatalog } from '../catalog.test-support.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Stage } from '../pipeline.ts';
import { openChange, parseForChange } from './change-context.ts';
import { toFragment } from './fragment.ts';
import type { Connection, ListPlace, PipelineChange } from './pipeline-change.ts';

/** For tests only: dice that become a gesture once it is known what the document holds. */
export type Dice = {
  readonly kind: (typeof KINDS)[number];
  /** Choose stages, lists and places; any number will do. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly value: Json;
};

const KINDS = [
  ...(['add', 'add', 'connect', 'connect', 'connect_arm', 'connect_arm', 'disconnect', 'reconnect', 'rename'] as const),
  ...(['rename', 'delete', 'bridge', 'move', 'move', 'move_out', 'set', 'set', 'set', 'clear', 'document'] as const),
  ...([
    'position',
    'unposition',
    'duplicate',
    'paste',
    'note',
    'unnote',
    'component',
    'arm_name',
    'key_name',
    'key_name',
    'undo',
    'undo',
  ] as const),
  ...(['redo', 'redo'] as const),
];

const VALUES: readonly Json[] = [
  ...['text', '{{stages.log-start.output}}', '{{upstream.ping.body}}', 'a "quoted" \\ text\nof two lines', ''],
  ...[true, false, null, 0, 7, 30_000, 1.5],
  ...[['ping'], ['ping', 'nobody'], [], {}, { a: [1, { b: '{{ping.output.x}}' }] }],
];

/** One throw. */
export const dice: fc.Arbitrary<Dice> = fc.record({
  kind: fc.constantFrom(...KINDS),
  a: fc.nat(9999),
  b: fc.nat(9999),
  c: fc.nat(9999),
  value: fc.constantFrom(...VALUES),
});

/** The change that a throw comes to in `text`; undefined for undo and redo, and when there is nothing to do it to. */
export function toChange(text: string, thrown: Dice): PipelineChange | undefined {
  const stages = stagesIn(text);
  const { a, b, c, value } = thrown;
  const ids = stages.map(({ id }) => id);
  const [one, other] = [pick(ids, a), pick(ids, b)];
  const stage = stages.find(({ id }) => id === one);
  const arms = stages.flatMap(({ id, component, config }) =>
    (testCatalog.get(component)?.arms?.(config) ?? []).map(({ name, stages: members }) => ({
      owner: id,
      arm: name,
      members,
    })),
  );
  const arm = pick(arms, c);
  const place: ListPlace | undefined = arm && { owner: arm.owner, arm: arm.arm };
  const lines = linesOf(stages, arms);
  // Many copies of copies would only make the test slow.
  const kind = ids.length > 20 && ['add', 'duplicate', 'paste'].includes(thrown.kind) ? 'delete' : thrown.kind;
  switch (kind) {
    case 'add':
      return {
        type: 'add_stage',
        stage: { id: pick(NEW_IDS, a) ?? 'x', component: pick([...testCatalog.keys()], b) ?? 'logger' },
        ...(c % 3 === 0 && one !== undefined && { behind: one }),
        ...(c % 4 === 0 && place && { into: place }),
        ...(c % 2 === 0 && { position: [a, b] as const }),
      };
    case 'connect':
      return one && other ? { type: 'connect', connection: { from: one, to: other } } : undefined;
    case 'connect_arm':
      return arm && one ? { type: 'connect', connection: { from: arm.owner, to: one, arm: arm.arm } } : undefined;
    case 'disconnect': {
      const connection = pick(lines, a);
      return connection && { type: 'disconnect', connection };
    }
    case 'reconnect': {
      const connection = pick(lines, a);
      if (connection === undefined || one === undefined) return undefined;
      const replacement = b % 2 === 0 ? { ...connection, to: one } : { ...connection, from: one };
      return { type: 'reconnect', connection, replacement };
    }
    case 'rename':
      return one ? { type: 'rename_stage', from: one, to: pick(NEW_IDS, b) ?? 'x' } : undefined;
    case 'delete':
    case 'bridge':
      return one && other
        ? { type: 'delete_stages', ids: c % 2 === 0 ? [one] : [...new Set([one, other])], bridge: kind === 'bridge' }
        : undefined;
    case 'move':
      return place && one ? { type: 'move_to_list', ids: [one], into: place, index: b % 4 } : undefined;
    case 'move_out':
      return one ? { type: 'move_to_list', ids: [one], into: undefined } : undefined;
    case 'set':
    case 'clear':
      return stage && one
        ? {
            type: 'set_stage_value',
            stageId: one,
            path: pathIn(stage.config, b),
            value: kind === 'set' ? value : undefined,
          }
        : undefined;
    case 'document':
      return {
        type: 'set_document_value',
        path: pick(DOCUMENT_PATHS, a) ?? ['name'],
        value: b % 3 === 0 ? undefined : value,
      };
    case 'position':
      return one ? { type: 'set_positions', positions: { [one]: [a - 5000, b] } } : undefined;
    case 'unposition':
      return { type: 'set_positions', positions: Object.fromEntries(ids.map((id) => [id, null])) };
    case 'duplicate':
      return one && other
        ? { type: 'duplicate_stages', ids: c % 2 === 0 ? [one] : [...new Set([one, other])] }
        : undefined;
    case 'paste': {
      const copied = toFragment(text, ids.slice(a % (ids.length || 1)).slice(0, 3), { components: testCatalog });
      if (copied.refusal !== undefined) return undefined;
      return { type: 'paste', fragment: copied.text, ...(c % 3 === 0 && place && { into: place }) };
    }
    case 'note':
      return { type: 'put_note', note: { id: `n${a % 3}`, text: `note ${b}`, position: [a, c] } };
    case 'unnote':
      return { type: 'delete_note', noteId: `n${a % 3}` };
    case 'component':
      return one
        ? { type: 'change_component', stageId: one, component: pick([...testCatalog.keys()], b) ?? 'logger' }
        : undefined;
    case 'arm_name':
      return arm ? { type: 'rename_arm', owner: arm.owner, from: arm.arm, to: `route ${a % 5}` } : undefined;
    case 'key_name': {
      const path = stage && pick(innerKeysOf(stage.config), b);
      return path && { type: 'rename_key', stageId: stage.id, path, to: pick(NEW_IDS, c) ?? 'x' };
    }
    case 'undo':
    case 'redo':
      return undefined;
  }
}

const NEW_IDS = [
  'ping',
  'PING',
  'probe',
  'log-start',
  'x-',
  'input',
  'a-1',
  'stages',
  'very_long-name',
  'nobody',
  'not legal',
];

const DOCUMENT_PATHS: readonly (readonly (string | number)[])[] = [
  ...[['name'], ['description'], ['settings', 'max_parallel'], ['settings', 'timeout_ms'], ['output_mapping', 'x']],
  ...[['input_schema'], ['tags', 0], ['sample_input', 'a', 'b'], ['team']],
];

function pathIn(config: { readonly [key: string]: Json }, number: number): readonly (string | number)[] {
  const paths: (readonly (string | number)[])[] = [
    ...Object.keys(config).map((key) => ['config', key]),
    ...[['name'], ['disabled'], ['timeout_ms'], ['depends_on'], ['depends_on', 0], ['join'], ['retry', 'max_attempts']],
    ...[['retry', 'delay_seconds'], ['retry'], ['config'], ['config', 'headers', 'X-New'], ['config', 'body', 'a', 0]],
    ...[['description'], ['unheard_of'], ['config', 'condition'], ['on_error']],
  ];
  return pick(paths, number) ?? ['name'];
}

/** The keys of the objects in a config. */
function innerKeysOf(config: JsonObject): readonly (readonly string[])[] {
  return Object.entries(config).flatMap(([key, value]) =>
    isJsonObject(value) ? Object.keys(value).map((inner) => ['config', key, inner]) : [],
  );
}

type Arms = readonly { readonly owner: string; readonly arm: string; readonly members: readonly string[] }[];

function linesOf(
  stages: readonly { readonly id: string; readonly depends_on: readonly string[] }[],
  arms: Arms,
): readonly Connection[] {
  return [
    ...stages.flatMap(({ id, depends_on }) => depends_on.map((from) => ({ from, to: id }))),
    ...arms.flatMap(({ owner, arm, members }) => members.map((to) => ({ from: owner, to, arm }))),
  ];
}

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % (list.length || 1)];
}

/** The text that was asked about last: a gesture that is refused leaves it as it is. */
let last: { readonly text: string; readonly stages: readonly Stage[] } = { text: '', stages: [] };

/** The stages of a text, without the checks that would take most of the time. */
function stagesIn(text: string): readonly Stage[] {
  if (last.text === text) return last.stages;
  const parsed = parseForChange(text);
  const context = 'refusal' in parsed ? parsed : openChange(text, parsed.root, testCatalog);
  last = { text, stages: 'refusal' in context ? [] : context.document.pipeline.stages };
  return last.stages;
}
