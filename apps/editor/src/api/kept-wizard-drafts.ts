import { isJsonObject, readJsonText } from '@flowmason/pipeline-schema';
import { SimulatedAnswers } from '@flowmason/templates';
import { readKeptHistory, toKeptHistory } from '../model/document/kept-history.ts';
import type { TextHistory } from '../model/document/text-history.ts';
import { isChanged, type WizardDraft } from '../model/wizard/wizard-draft.ts';

/** What this tab keeps of a wizard's draft, so that a reload and the way back find it again. */
export interface KeptDraft {
  readonly source: string;
  readonly text: string;
  readonly answers: SimulatedAnswers;
  /** What was done last; not all of it. */
  readonly history: TextHistory;
}

/** The draft under `key`; undefined when there is none, or none that can be read. */
export function readKeptDraft(key: string): KeptDraft | undefined {
  const kept = sessionStorage.getItem(PREFIX + key);
  if (kept === null) return undefined;
  const reading = readJsonText(kept);
  if (reading.status !== 'parsed' || !isJsonObject(reading.value)) return undefined;
  const { source, text } = reading.value;
  const answers = SimulatedAnswers.safeParse(reading.value['answers']);
  if (typeof source !== 'string' || typeof text !== 'string' || !answers.success) return undefined;
  return { source, text, answers: answers.data, history: readKeptHistory(reading.value['history']) };
}

/**
 * Keeps the draft under `key` for as long as the tab is open; one that is as it was at the beginning is forgotten.
 * @throws {DOMException} when the browser has no room for it.
 */
export function keepDraft(key: string, draft: WizardDraft): void {
  if (!isChanged(draft)) {
    sessionStorage.removeItem(PREFIX + key);
    return;
  }
  const { source, text, answers } = draft;
  const history = toKeptHistory(draft.history);
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify({ source, text, answers, history }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    // The text matters more than the way back.
    sessionStorage.setItem(PREFIX + key, JSON.stringify({ source, text, answers }));
  }
}

const PREFIX = 'flowmason.wizard.';
