import { placeOfValue } from '../check/reporter.ts';
import type { Json } from '../json.ts';
import type { Pipeline, Settings } from '../pipeline.ts';
import { removeMember } from '../text/source-edits.ts';
import { type SourceMember, type SourceObject, toJson } from '../text/source-node.ts';
import { readConcurrency } from './read-concurrency.ts';
import { extraOf } from './read-retry.ts';
import { readTimeoutMember } from './read-timeout.ts';
import type { ReadingContext } from './reading-context.ts';
import { reportUnknownKey, takeMembers } from './take-members.ts';

/** Reads `settings`, with the defaults filled in. */
export function readSettings(member: SourceMember | undefined, context: ReadingContext): Settings {
  const { text, reporter, expect } = context;
  const what = '"settings"';
  if (member?.value !== undefined && member.value.kind !== 'object') expect.object(member.value, what);
  const object = member?.value?.kind === 'object' ? member.value : NO_SETTINGS;
  const keys = ['max_parallel', 'on_failure', 'timeout_ms', 'concurrency'];
  const canonical = (key: string) => (key === 'timeout' ? 'timeout_ms' : keys.includes(key) ? key : undefined);
  const { known, unknown } = takeMembers(object, canonical, { text, reporter, what });
  for (const each of unknown) {
    reportUnknownKey(each, object, { text, reporter, what, candidates: keys, severity: 'warning' });
  }
  const bounds = { least: 1, most: 100, isWhole: true };
  const maxParallel = expect.number(known.get('max_parallel')?.value, '"max_parallel" of the settings', bounds);
  const onFailure = expect.oneOf(known.get('on_failure')?.value, '"on_failure" of the settings', [
    'stop',
    'finish',
  ] as const);
  const timeoutMs = readTimeoutMember(known.get('timeout_ms'), 'The time-out of the settings', context);
  const concurrency = readConcurrency(known.get('concurrency'), context);
  return {
    max_parallel: maxParallel ?? 10,
    on_failure: onFailure ?? 'stop',
    ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
    ...(concurrency && { concurrency }),
    ...extraOf(unknown),
  };
}

/** Reads the positions of the stages that a person has moved. */
export function readLayout(
  member: SourceMember | undefined,
  { text, reporter, expect }: ReadingContext,
): Pipeline['layout'] {
  if (member?.value === undefined) return {};
  const { value } = member;
  if (value.kind !== 'object') {
    expect.object(value, '"layout"');
    return {};
  }
  const layout: Record<string, readonly [number, number]> = {};
  for (const each of value.byKey.values()) {
    const position = each.value === undefined ? undefined : toPair(toJson(each.value));
    if (position === undefined) {
      reporter.report(
        'wrong-shape',
        placeOfValue(each),
        `The position of "${each.key}" must be [x, y], two whole numbers.`,
        {
          fixes: [{ title: 'Lay this stage out automatically', edits: removeMember(text, value, each) }],
        },
      );
    } else if (each.key !== '__proto__') layout[each.key] = position;
  }
  return layout;
}

/** Two whole numbers. */
export function toPair(value: Json): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [x, y]: readonly Json[] = value;
  return Number.isInteger(x) && Number.isInteger(y) ? [Number(x), Number(y)] : undefined;
}

const NO_SETTINGS: SourceObject = { kind: 'object', start: 0, end: 0, pointer: '', members: [], byKey: new Map() };
