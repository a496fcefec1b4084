import type { PipelineFile } from '@flowmason/pipeline-schema';

/** A text that was edited and not saved, as the browser keeps it. */
export interface Draft {
  readonly pipelineId: string;
  /** Which opening of the pipeline it was written in; together with `pipelineId` its key. */
  readonly sessionId: string;
  readonly text: string;
  /** What was read or saved last before it was edited. */
  readonly base: PipelineFile;
  /** When it was edited last; ms since 1970. */
  readonly editedAtMs: number;
}

/** What is open in one session: the text, and the file that it is based on. */
export type DraftedText = Pick<Draft, 'text' | 'base'>;

/** The drafts of one pipeline, sorted out. */
export interface SortedDrafts {
  /** Worth offering, the latest first: of sessions that have ended, and different from the file and from each other. */
  readonly offered: readonly Draft[];
  /** Of sessions that have ended, and no longer worth keeping: the file says the same, or a later draft does. */
  readonly obsolete: readonly Draft[];
}

/** Sorts out the drafts of a pipeline whose file is now `savedText`. Drafts of `liveSessions` belong to tabs that are still open. */
export function sortDrafts(
  drafts: readonly Draft[],
  { savedText, liveSessions }: { readonly savedText: string; readonly liveSessions: ReadonlySet<string> },
): SortedDrafts {
  const offered: Draft[] = [];
  const obsolete: Draft[] = [];
  const seen = new Set([savedText]);
  const ended = drafts.filter(({ sessionId }) => !liveSessions.has(sessionId));
  for (const draft of ended.toSorted((a, b) => b.editedAtMs - a.editedAtMs)) {
    (seen.has(draft.text) ? obsolete : offered).push(draft);
    seen.add(draft.text);
  }
  return { offered, obsolete };
}

/** When a draft was edited, as a person says it: the time of today, else with the day. */
export function draftTimeText(editedAtMs: number, nowMs: number): string {
  const time = new Date(editedAtMs);
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (time.toDateString() === new Date(nowMs).toDateString()) return clock;
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${clock}`;
}
