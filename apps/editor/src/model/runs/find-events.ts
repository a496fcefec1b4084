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

/** Everything but what only those who look for it want to know. */
export const NO_FILTER: EventFilter = { leastLevel: 'info', topic: 'all', search: '' };

/** The events that pass, in order, each with its sentence. */
export function findEvents(events: readonly RunEvent[], filter: EventFilter): readonly ToldEvent[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return events.flatMap((event) => {
    const sentence = sentenceOf(event);
    const isWanted =
      LEVELS.indexOf(sentence.level) >= LEVELS.indexOf(filter.leastLevel) &&
      (filter.topic === 'all' || sentence.topic === filter.topic);
    return isWanted && holdsAll(event, sentence, words) ? [{ event, sentence }] : [];
  });
}

const LEVELS: readonly EventLevel[] = ['debug', 'info', 'warning', 'error'];

function holdsAll(event: RunEvent, sentence: EventSentence, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${toPlainText(sentence.parts)} ${event.type}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Events never change, so each is put into words once. */
const told = new WeakMap<RunEvent, EventSentence>();

function sentenceOf(event: RunEvent): EventSentence {
  const known = told.get(event);
  if (known) return known;
  const sentence = toEventSentence(event);
  told.set(event, sentence);
  return sentence;
}
