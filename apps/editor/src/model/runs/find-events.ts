import type { RunEvent } from '@flowmason/pipeline-schema';
import { type EventLevel, type EventSentence, type EventTopic, toEventSentence } from './event-sentence.ts';
import { toPlainText } from './stage-words.ts';

/** Which events a person wants to see. */
export interface EventFilter {
  /** Events that ask for less attention are left out. */
  readonly leastLevel: EventLevel;
  readonly topic: EventTopic | 'all';
  /** Words that the sentence, or the event's own type, holds; case and order do not matter. */
  readonly search: string;
}

/** An event with what it says. */
export interface ToldEvent {
  readonly event: RunEvent;
  readonly sentence: EventSentence;
}

/** Everything. */
export const ALL_EVENTS: EventFilter = { leastLevel: 'debug', topic: 'all', search: '' };

/** Everything but what only those who look for it want to know. */
export const NO_FILTER: EventFilter = { ...ALL_EVENTS, leastLevel: 'info' };

/** The events that pass, in order, each with its sentence; the same one for the same event. */
export function findEvents(events: readonly RunEvent[], filter: EventFilter): readonly ToldEvent[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return events.flatMap((event) => {
    const told = tell(event);
    const { sentence } = told;
    const isWanted =
      LEVELS.indexOf(sentence.level) >= LEVELS.indexOf(filter.leastLevel) &&
      (filter.topic === 'all' || sentence.topic === filter.topic);
    return isWanted && holdsAll(event, sentence, words) ? [told] : [];
  });
}

const LEVELS: readonly EventLevel[] = ['debug', 'info', 'warning', 'error'];

function holdsAll(event: RunEvent, sentence: EventSentence, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${toPlainText(sentence.parts)} ${event.type}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Events never change, so each is put into words once. */
const known = new WeakMap<RunEvent, ToldEvent>();

function tell(event: RunEvent): ToldEvent {
  const before = known.get(event);
  if (before) return before;
  const told = { event, sentence: toEventSentence(event) };
  known.set(event, told);
  return told;
}
