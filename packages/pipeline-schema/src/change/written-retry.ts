import type { StageReading } from '../dialects/read-stage.ts';
import type { Json } from '../json.ts';

/** How the keys of a retry are written under `retry_config`; the others are the same. */
const OLD_KEYS: ReadonlyMap<string, string> = new Map([
  ['max_attempts', 'max_retries'],
  ['delay_seconds', 'initial_delay_ms'],
  ['max_delay_seconds', 'max_delay_ms'],
  ['backoff', 'backoff_multiplier'],
]);

/** The key and value that say `key: value` of a canonical retry in a retry that is written under `holder`. */
export function writtenRetry(
  { retry }: Pick<StageReading, 'retry'>,
  holder: string,
  key: string,
  value: Json | undefined,
): { readonly key: string; readonly value: Json | undefined } {
  const isOld = holder === 'retry_config' || [...retry.values()].some((member) => OLD_SPELLINGS.has(member.key));
  const written = retry.get(key)?.key ?? (isOld ? OLD_KEYS.get(key) : undefined) ?? key;
  if (typeof value !== 'number') return { key: written, value };
  if (written === 'max_retries') return { key: written, value: value - 1 };
  return { key: written, value: written.endsWith('_ms') ? value * 1000 : value };
}

const OLD_SPELLINGS: ReadonlySet<string> = new Set(OLD_KEYS.values());
