import type { Json, NewRunEvent } from '@flowmason/pipeline-schema';
import type { Secrets } from './ports.ts';

/** Keys whose values the engine chose itself; masking them could only break the event. */
const OWN_KEYS = new Set([
  ...['type', 'at', 't', 'stage_id', 'instance', 'attempt', 'arm', 'status', 'handled', 'tolerated', 'forced'],
  ...['delay_ms', 'until', 'level', 'kind', 'simulated', 'code', 'because', 'definition_hash', 'stages', 'parent'],
  ...['pipeline', 'version', 'trigger', 'by'],
]);

/** The event with every secret in what came from outside replaced; the event itself when there was none. */
export function maskEvent(event: NewRunEvent, secrets: Pick<Secrets, 'mask'>): NewRunEvent {
  let masked: Record<string, unknown> | undefined;
  for (const key in event) {
    const value: unknown = event[key as keyof NewRunEvent];
    if (OWN_KEYS.has(key) || (key === 'reason' && event.type === 'stage.skipped')) continue;
    if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) continue;
    const clean = secrets.mask(value as Json); // payloads of events are JSON by their schema
    if (clean === value) continue;
    masked ??= { ...event };
    masked[key] = clean;
  }
  return (masked ?? event) as NewRunEvent; // the same keys with values of the same shape
}
