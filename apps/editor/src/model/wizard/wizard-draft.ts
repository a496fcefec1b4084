import { builtinComponents } from '@flowmason/engine';
import { type PipelineChange, planChanges, type TextEdit } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer, SimulatedAnswers } from '@flowmason/templates';
import { openPipelineDocument, type PipelineDocument } from '../document/pipeline-document.ts';
import { EMPTY_HISTORY, recordGesture, redoGesture, type TextHistory, undoGesture } from '../document/text-history.ts';

/**
 * The document that a wizard works on. It is its own: nothing of it is the pipeline that is open in the editor, until it is
 * taken there.
 */
export interface WizardDraft {
  /** What it was made from, as `sourceKey` names it. */
  readonly source: string;
  /** The text as it was at the beginning. */
  readonly original: string;
  readonly text: string;
  readonly history: TextHistory;
  /** The text as it was read; always of this very text. */
  readonly document: PipelineDocument;
  /** Answers that a person has written for the dry run, by stage. */
  readonly answers: SimulatedAnswers;
}

/** How a gesture is recorded; see `Gesture`. */
export interface DraftGesture {
  readonly atMs: number;
  readonly coalesceKey?: string;
}

/** What became of a change: a new draft, or why it cannot be done, for a person. */
export type DraftChange =
  | { readonly draft: WizardDraft; readonly refusal?: undefined }
  | { readonly draft?: undefined; readonly refusal: string };

/** A draft of `original`; with what was kept of it, if anything was. */
export function openDraft(
  source: string,
  original: string,
  kept: Partial<Pick<WizardDraft, 'text' | 'answers' | 'history'>> = {},
): WizardDraft {
  const { text = original, answers = {}, history = EMPTY_HISTORY } = kept;
  return { source, original, text, history, document: openPipelineDocument(text), answers };
}

/** Whether anything is to be kept: the document or an answer is no longer as it was at the beginning. */
export function isChanged({ text, original, answers }: WizardDraft): boolean {
  return text !== original || Object.keys(answers).length > 0;
}

/** Makes one or more changes as one gesture: all of them or none. */
export function changeDraft(
  draft: WizardDraft,
  changes: readonly PipelineChange[],
  gesture: DraftGesture & { readonly label?: string },
): DraftChange {
  const plan = planChanges(draft.text, changes, { components: builtinComponents });
  if (plan.refusal !== undefined) return plan;
  return { draft: record(draft, plan.edits, { ...gesture, label: gesture.label ?? plan.label }) };
}

/** Makes edits of the text: a quick fix, another host everywhere. */
export function editDraft(
  draft: WizardDraft,
  edits: readonly TextEdit[],
  gesture: DraftGesture & { readonly label: string },
): WizardDraft {
  return record(draft, edits, gesture);
}

/** Takes the last gesture back; the same draft when there is none. */
export function undoDraft(draft: WizardDraft): WizardDraft {
  return withText(draft, undoGesture(draft));
}

/** Does again what was undone last; the same draft when there is nothing. */
export function redoDraft(draft: WizardDraft): WizardDraft {
  return withText(draft, redoGesture(draft));
}

/** Keeps what a stage is to answer in dry runs; undefined goes back to what the scenario or the pipeline says. */
export function answerInDraft(
  draft: WizardDraft,
  stageId: string,
  answers: readonly SimulatedAnswer[] | undefined,
): WizardDraft {
  const { [stageId]: _, ...others } = draft.answers;
  return { ...draft, answers: answers ? { ...others, [stageId]: answers } : others };
}

function record(
  draft: WizardDraft,
  edits: readonly TextEdit[],
  { label, atMs, coalesceKey }: DraftGesture & { readonly label: string },
): WizardDraft {
  const none: readonly string[] = [];
  return withText(
    draft,
    recordGesture(draft, { label, coalesceKey, steps: [edits], atMs, selectedBefore: none, selectedAfter: none }),
  );
}

function withText(
  draft: WizardDraft,
  next: { readonly text: string; readonly history: TextHistory } | undefined,
): WizardDraft {
  if (!next || next.text === draft.text) return draft;
  return { ...draft, text: next.text, history: next.history, document: openPipelineDocument(next.text) };
}
