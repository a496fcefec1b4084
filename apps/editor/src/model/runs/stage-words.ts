import type { RunEvent, SkipCause, SkipReason } from '@flowmason/pipeline-schema';

/** A sentence in parts: words, or a stage that the reader can go to by its id or loop address. */
export type SentencePart = string | { readonly stage: string };

/** The sentence as plain text, for searching and for those who hear it. */
export function toPlainText(parts: readonly SentencePart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.stage)).join('');
}

/** Why a stage was skipped, in words that follow *skipped:*. Without the chain that led to it. */
export function toSkipText(reason: SkipReason): string {
  return SKIP_TEXTS[reason];
}

const SKIP_TEXTS = {
  branch_not_taken: 'a decision went another way',
  dependency_skipped: 'everything it waits for was skipped',
  dependency_failed: 'something it waits for failed',
  try_aborted: 'an earlier stage of its try failed',
  run_stopped: 'a failure stopped the run',
  returned: 'the run had returned its result',
  disabled: 'it is disabled',
} as const satisfies Record<SkipReason, string>;

/** One link of the chain that led to a skip, such as *validate-build took “false”*. */
export function toCauseSentence({ stage_id, what, detail }: SkipCause): readonly SentencePart[] {
  const stage = { stage: stage_id };
  switch (what) {
    case 'decision':
      return [stage, detail === undefined ? ' went another way' : ` took ${quoted(detail)}`];
    case 'failed':
      return [stage, detail === undefined ? ' failed' : ` failed (${detail})`];
    case 'skipped':
      return [stage, ` was skipped${isSkipReason(detail) ? `: ${toSkipText(detail)}` : ''}`];
    case 'cancelled':
      return [stage, ' was cancelled'];
    case 'returned':
      return [stage, ' returned the result of the run'];
    case 'disabled':
      return [stage, ' is disabled'];
  }
}

/** A name or value between typographic quotes. */
export function quoted(text: string): string {
  return `“${text}”`;
}

/** The address of a request without what makes it long: host and path of a URL, the text itself when it is none. */
export function toShortUrl(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\?.*$/, '');
}

/** The address that the pipeline has for a request; a profile may have sent it elsewhere. */
export function addressOf(effect: Extract<RunEvent, { type: 'effect' }>): string {
  return effect.original_url ?? effect.request.url;
}

function isSkipReason(text: string | undefined): text is SkipReason {
  return text !== undefined && text in SKIP_TEXTS;
}
