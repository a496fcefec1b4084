import type { Expect } from '../check/expect.ts';
import type { JsonObject } from '../json.ts';
import type { Retry } from '../pipeline.ts';
import { type SourceMember, type SourceNode, toJson } from '../text/source-node.ts';
import type { ReadingContext } from './reading-context.ts';
import { respellStageReferences } from './stage-references.ts';
import { reportUnknownKey, takeMembers } from './take-members.ts';

/** A stage's retry in canonical form, and where each of its keys was read from. */
export interface RetryReading {
  readonly retry: Retry;
  readonly places: ReadonlyMap<string, SourceMember>;
}

/** Canonical key, with the spellings of `retry_config` read as well. */
const RETRY_KEYS: ReadonlyMap<string, string> = new Map([
  ['max_attempts', 'max_attempts'],
  ['max_retries', 'max_attempts'],
  ['delay_seconds', 'delay_seconds'],
  ['initial_delay_ms', 'delay_seconds'],
  ['backoff', 'backoff'],
  ['backoff_multiplier', 'backoff'],
  ['max_delay_seconds', 'max_delay_seconds'],
  ['max_delay_ms', 'max_delay_seconds'],
  ['jitter', 'jitter'],
  ['condition', 'condition'],
  ['on_exhausted', 'on_exhausted'],
]);

/** No more attempts than this, so that a slip cannot hammer a service for ever. */
const MAX_ATTEMPTS = 100;
const MAX_DELAY_SECONDS = 30 * 86_400;

/** Reads `retry` or `retry_config`; fills in the defaults of `spec.md` §4.5. */
export function readRetry(
  member: SourceMember | undefined,
  stage: string,
  context: ReadingContext,
): RetryReading | undefined {
  if (member?.value === undefined) return undefined;
  const { text, reporter, expect, names } = context;
  const what = `"${member.key}" of ${stage}`;
  if (member.value.kind !== 'object') {
    expect.object(member.value, what);
    return undefined;
  }
  const { known, unknown } = takeMembers(member.value, (key) => RETRY_KEYS.get(key), { text, reporter, what });
  for (const each of unknown) {
    reportUnknownKey(each, member.value, { text, reporter, what, candidates: RETRY_KEYS.keys() });
  }
  const seconds = (key: string): number | undefined => {
    const source = known.get(key);
    const unit = source?.key.endsWith('_ms') ? 1000 : 1;
    const most = MAX_DELAY_SECONDS * unit;
    const value = expect.number(source?.value, `"${source?.key}" of ${stage}`, { least: 0, most });
    return value === undefined ? undefined : value / unit;
  };
  const attempts = known.get('max_attempts');
  // `max_retries` counts only the attempts after the first one.
  const first = attempts?.key === 'max_retries' ? 1 : 0;
  const bounds = { least: 1 - first, most: MAX_ATTEMPTS - first, isWhole: true };
  const count = expect.number(attempts?.value, `"${attempts?.key}" of ${stage}`, bounds);
  const written = expect.text(known.get('condition')?.value, `The retry condition of ${stage}`);
  const condition = written === undefined ? undefined : respellStageReferences(written, names).text;
  const backoff = readBackoff(known.get('backoff')?.value, `The backoff of ${stage}`, expect);
  const jitter = expect.flag(known.get('jitter')?.value, `"jitter" of ${stage}`);
  const onExhausted = ['fail', 'continue'] as const;
  const retry: Retry = {
    max_attempts: count === undefined ? 3 : count + first,
    delay_seconds: seconds('delay_seconds') ?? 1,
    backoff: backoff ?? (condition === undefined ? 2 : 1),
    max_delay_seconds: seconds('max_delay_seconds') ?? 60,
    jitter: jitter ?? condition === undefined,
    ...(condition !== undefined && { condition }),
    on_exhausted: expect.oneOf(known.get('on_exhausted')?.value, `"on_exhausted" of ${stage}`, onExhausted) ?? 'fail',
    ...extraOf(unknown),
  };
  return { retry, places: known };
}

/** A factor, or one of the words that other tools have for it. */
function readBackoff(node: SourceNode | undefined, what: string, expect: Expect): number | undefined {
  const isText = node?.kind === 'scalar' && typeof node.value === 'string';
  if (!isText) return expect.number(node, what, { least: 1, most: 100 });
  const word = expect.oneOf(node, what, ['fixed', 'exponential'] as const);
  return word && { fixed: 1, exponential: 2 }[word];
}

/** An `extra` bag of the members that the format does not know, or nothing when there are none. */
export function extraOf(unknown: readonly SourceMember[]): { extra?: JsonObject } {
  const kept = unknown.flatMap(({ key, value }) =>
    value === undefined || key === '__proto__' ? [] : [[key, toJson(value)] as const],
  );
  return kept.length === 0 ? {} : { extra: Object.fromEntries(kept) };
}
