import { addressOf } from './address.ts';
import type { AttemptNote } from './perform-attempt.ts';
import type { Fact } from './recorder.ts';
import type { Instance } from './state.ts';

/** The fact that something becomes which an attempt did besides ending. */
export function factOfNote(instance: Instance, attempt: number, note: AttemptNote): Fact {
  const place = addressOf(instance);
  if (note.type !== 'effect') return { ...note, ...place };
  const { request, response, originalUrl, simulated } = note.record;
  return {
    type: 'effect',
    ...place,
    attempt,
    kind: note.kind,
    request,
    response,
    ...(originalUrl !== undefined && { original_url: originalUrl }),
    ...(simulated && { simulated }),
  };
}
