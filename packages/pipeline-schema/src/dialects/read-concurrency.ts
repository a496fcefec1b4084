import { placeOfKey } from '../check/reporter.ts';
import { CONCURRENCY_POLICIES, type Concurrency } from '../pipeline.ts';
import type { SourceMember } from '../text/source-node.ts';
import { extraOf } from './read-retry.ts';
import type { ReadingContext } from './reading-context.ts';
import { reportUnknownKey, takeMembers } from './take-members.ts';

const KEYS = ['key', 'policy', 'limit'];

/** Reads `settings.concurrency`, with the defaults filled in; undefined when there is none, or none that could hold. */
export function readConcurrency(member: SourceMember | undefined, context: ReadingContext): Concurrency | undefined {
  if (member?.value === undefined) return undefined;
  const { text, reporter, expect } = context;
  const what = '"concurrency" of the settings';
  if (member.value.kind !== 'object') {
    expect.object(member.value, what);
    return undefined;
  }
  const { known, unknown } = takeMembers(member.value, (key) => (KEYS.includes(key) ? key : undefined), {
    text,
    reporter,
    what,
  });
  for (const each of unknown) {
    reportUnknownKey(each, member.value, { text, reporter, what, candidates: KEYS });
  }
  const key = readKey(known.get('key'), member, context);
  const policy = expect.oneOf(known.get('policy')?.value, `"policy" of ${what}`, CONCURRENCY_POLICIES);
  const bounds = { least: 1, most: 100, isWhole: true };
  const limit = expect.number(known.get('limit')?.value, `"limit" of ${what}`, bounds);
  return key === undefined ? undefined : { key, policy: policy ?? 'queue', limit: limit ?? 1, ...extraOf(unknown) };
}

function readKey(
  key: SourceMember | undefined,
  concurrency: SourceMember,
  { reporter, expect }: ReadingContext,
): string | undefined {
  if (key === undefined) {
    const message =
      '"concurrency" of the settings needs a "key": runs with the same key take turns, such as "{{input.service}}".';
    reporter.report('missing-key', placeOfKey(concurrency), message);
    return undefined;
  }
  const written = expect.text(key.value, '"key" of "concurrency"');
  if (written === undefined || written.trim() !== '') return written;
  reporter.report('invalid-value', placeOfKey(key), '"key" of "concurrency" must not be empty.');
  return undefined;
}
