import type { RunStatus, StageStatus, TimelineRow } from '@flowmason/pipeline-schema';
import type { Colour } from './palette.ts';

/** Icon and colour of a status; the word always stands beside it, for readers without colours. */
export type StatusMark = { readonly icon: string; readonly colour: Colour };

const MARKS: Readonly<Record<StageStatus | RunStatus, StatusMark>> = {
  queued: { icon: '○', colour: 'grey' },
  pending: { icon: '○', colour: 'grey' },
  running: { icon: '●', colour: 'blue' },
  waiting: { icon: '◔', colour: 'violet' },
  succeeded: { icon: '✓', colour: 'green' },
  recovered: { icon: '↺', colour: 'amber' },
  failed: { icon: '✗', colour: 'red' },
  skipped: { icon: '–', colour: 'grey' },
  cancelled: { icon: '⊘', colour: 'grey' },
};
const HANDLED: StatusMark = { icon: '✗', colour: 'amber' };

/** The mark of a run's or stage's status; a failure that somebody dealt with is amber. */
export function markOf(
  status: StageStatus | RunStatus,
  row?: Pick<TimelineRow, 'isHandled' | 'isTolerated'>,
): StatusMark {
  return status === 'failed' && (row?.isHandled || row?.isTolerated) ? HANDLED : MARKS[status];
}
