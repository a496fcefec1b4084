import { placeOfValue, type Reporter } from '../check/reporter.ts';
import type { ComponentDescription } from '../component.ts';
import { isStageId } from '../ids.ts';
import type { Stage } from '../pipeline.ts';
import { replaceNode } from '../text/source-edits.ts';
import type { SourceMember, SourceObject } from '../text/source-node.ts';
import { readConfig } from './read-config.ts';
import { extraOf, readRetry } from './read-retry.ts';
import { MAX_DURATION_MS, readTimeoutMember } from './read-timeout.ts';
import type { ReadingContext } from './reading-context.ts';
import { reportConflict, reportUnknownKey, takeMembers } from './take-members.ts';

/** One stage as it was read: its canonical form, and where in the text each part of it stands. */
export interface StageReading {
  readonly stage: Stage;
  readonly node: SourceObject;
  readonly component: ComponentDescription | undefined;
  /** Canonical stage key → member; `retry` and `timeout_ms` may stand inside the config. */
  readonly fields: ReadonlyMap<string, SourceMember>;
  /** Canonical top-level config key → member. */
  readonly config: ReadonlyMap<string, SourceMember>;
  /** Canonical key of `retry` → member. */
  readonly retry: ReadonlyMap<string, SourceMember>;
}

/** Written key → canonical key (`spec.md` §2.1, §2.2). Those that are read into the config stand apart. */
const STAGE_KEYS: ReadonlyMap<string, string> = new Map([
  ...[
    ...['id', 'name', 'description', 'component', 'depends_on', 'join', 'config', 'retry', 'timeout_ms'],
    ...['deadline_ms', 'on_error', 'idempotent', 'on_interrupt', 'disabled', 'input_mapping', 'llm_settings'],
  ].map((key) => [key, key] as const),
  ['component_type', 'component'],
  ['type', 'component'],
  ['retry_config', 'retry'],
  ['timeout', 'timeout_ms'],
]);

/** What a key of a stage means; undefined for one that the format does not know. */
export function canonicalStageKey(written: string): string | undefined {
  return STAGE_KEYS.get(written);
}

/** The keys that a suggestion may name. */
const STAGE_KEY_CANDIDATES = [...STAGE_KEYS.keys()].filter((key) => key !== 'type' && key !== 'llm_settings');

/**
 * Reads one element of `stages`. Undefined when it is no object or has no id that is a text; everything else that is
 * wrong is reported and read as if it were absent.
 */
export function readStage(node: SourceObject, context: ReadingContext): StageReading | undefined {
  const { text, reporter, expect } = context;
  const id = readId(node, context);
  const what = id === undefined ? 'A stage without an id' : `stage "${id}"`;
  const subject = id === undefined ? what : `Stage "${id}"`;
  const { known, unknown } = takeMembers(node, (key) => STAGE_KEYS.get(key), { text, reporter, what: subject });
  for (const member of unknown) {
    reportUnknownKey(member, node, { text, reporter, what: subject, candidates: STAGE_KEY_CANDIDATES });
  }

  const component = readComponent(known.get('component'), node, subject, context);
  const sources = ['config', 'input_mapping', 'llm_settings'].flatMap((key) => known.get(key) ?? []);
  const { config, places, hoisted } = readConfig(sources, component, what, context);
  for (const [key, { member, owner }] of hoisted) {
    const before = known.get(key);
    if (before === undefined) known.set(key, member);
    else reportConflict(before, member, owner, { text, reporter, what: subject });
  }
  const retry = readRetry(known.get('retry'), what, context);
  if (id === undefined) return undefined;

  const valueAt = (key: string) => known.get(key)?.value;
  const label = (key: string) => `"${key}" of ${what}`;
  const name = expect.text(valueAt('name'), label('name'));
  const description = expect.text(valueAt('description'), label('description'));
  const timeoutMs = readTimeoutMember(known.get('timeout_ms'), label(known.get('timeout_ms')?.key ?? ''), context);
  const deadlineMs = expect.number(valueAt('deadline_ms'), label('deadline_ms'), {
    least: 1,
    most: MAX_DURATION_MS,
    isWhole: true,
  });
  const onInterrupt = expect.oneOf(valueAt('on_interrupt'), label('on_interrupt'), ['retry', 'fail'] as const);
  const stage: Stage = {
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    component: component.name,
    depends_on: expect.texts(valueAt('depends_on'), label('depends_on')) ?? [],
    join: expect.oneOf(valueAt('join'), label('join'), ['any', 'all', 'always'] as const) ?? 'any',
    config,
    ...(retry !== undefined && { retry: retry.retry }),
    ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
    ...(deadlineMs !== undefined && { deadline_ms: deadlineMs }),
    on_error: expect.oneOf(valueAt('on_error'), label('on_error'), ['fail', 'continue'] as const) ?? 'fail',
    idempotent: expect.flag(valueAt('idempotent'), label('idempotent')) ?? false,
    ...(onInterrupt !== undefined && { on_interrupt: onInterrupt }),
    disabled: expect.flag(valueAt('disabled'), label('disabled')) ?? false,
    ...extraOf(unknown),
  };
  const { description: described } = component;
  return { stage, node, component: described, fields: known, config: places, retry: retry?.places ?? new Map() };
}

/** An id that may name a stage, or undefined; what is wrong with it is reported. */
function readId(node: SourceObject, { text, reporter, expect }: ReadingContext): string | undefined {
  const member = node.byKey.get('id');
  if (member === undefined) {
    reporter.report('missing-key', { ...node, end: node.start + 1 }, 'This stage has no "id".');
    return undefined;
  }
  const id = expect.text(member.value, 'The id of a stage');
  if (id === undefined || isStageId(id)) return id;
  const repaired = id
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .slice(0, 64);
  reportIllegalId(reporter, member, id, isStageId(repaired) ? repaired : undefined, text);
  return id;
}

function reportIllegalId(
  reporter: Reporter,
  member: SourceMember,
  id: string,
  repaired: string | undefined,
  text: string,
): void {
  const shown = id.length > 80 ? `${id.slice(0, 80)}…` : id;
  const rule =
    'An id starts with a letter and has up to 64 letters, digits, "_" and "-"; JavaScript names are refused.';
  const fixes =
    repaired === undefined || member.value === undefined
      ? []
      : [{ title: `Change to "${repaired}"`, edits: replaceNode(text, member.value, repaired) }];
  reporter.report('illegal-id', placeOfValue(member), `${JSON.stringify(shown)} cannot be the id of a stage. ${rule}`, {
    fixes,
  });
}

function readComponent(
  member: SourceMember | undefined,
  node: SourceObject,
  subject: string,
  { reporter, expect, nameComponent }: ReadingContext,
): { name: string; description: ComponentDescription | undefined } {
  if (member === undefined) {
    const place = node.byKey.get('id')?.value ?? { ...node, end: node.start + 1 };
    reporter.report('missing-key', { ...place, pointer: node.pointer }, `${subject} has no "component".`);
    return { name: '', description: undefined };
  }
  const written = expect.text(member.value, `The component of ${subject.replace(/^Stage/, 'stage')}`);
  return written === undefined ? { name: '', description: undefined } : nameComponent(written);
}
