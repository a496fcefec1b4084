import { crc32 } from 'node:zlib';
import {
  applyRunEvent,
  concernsDecision,
  isFinished,
  type NewRunEvent,
  newRun,
  type Run,
  type RunEvent,
  RunId,
  RunStatus,
  type RunSummary,
} from '@flowmason/pipeline-schema';
import { DAMAGED_RUN } from '../damaged-run.ts';
import { RunnerError } from '../runner-error.ts';

/** A row of the table `runs` without its journal. */
export type RunRow = {
  readonly n: number;
  readonly id: string;
  readonly pipeline: string;
  readonly status: string;
  readonly seq: number;
  /** A `RunSummary` as JSON. */
  readonly summary: string;
  readonly definition: Uint8Array | null;
  readonly engine: number | null;
  readonly host: string | null;
  readonly start_key: string | null;
  readonly sum: number;
};

/** The checksum of a row, without `n`, without `seq`, which the journal itself proves, and without `start_key`, which `host` holds. */
export function sumOfRow(row: Omit<RunRow, 'n' | 'seq' | 'start_key' | 'sum'>): number {
  const { id, pipeline, status, summary, definition, engine, host } = row;
  const hash = definition && Buffer.from(definition).toString('hex');
  return crc32(JSON.stringify([id, pipeline, status, summary, hash, engine, host]));
}

/** True when the row is what was written. */
export function isIntact(row: RunRow): boolean {
  return row.sum === sumOfRow(row);
}

/** @throws {RunnerError} `data_unusable` when the row is not what was written. */
export function checkRow(row: RunRow): RunRow {
  if (isIntact(row)) return row;
  throw damaged(`what is stored of the run "${row.id}"`);
}

/** The summary in a row that has been checked. */
export function summaryOf(row: RunRow): RunSummary {
  return { ...(JSON.parse(row.summary) as RunSummary), seq: row.seq }; // written by `summaryAfter`, and its checksum holds
}

/** What a list knows of a run beside its row. */
export type ListedPlace = {
  readonly isOpen: boolean;
  /** About when it was accepted, for one whose row does not tell: so it keeps its place among the others. */
  createdAt(): Pick<RunSummary, 'created_at'> | undefined;
};

/**
 * What a list shows of a run: the summary in its row, or in place of one that is damaged what its columns seem to be, with the
 * damage as its hold or its error. So one run takes no others away, and nobody is told of it what may be wrong.
 * @throws {RunnerError} `data_unusable` when not even its id can be read.
 */
export function listedSummaryOf(row: RunRow, { isOpen, createdAt }: ListedPlace): RunSummary {
  if (isIntact(row)) return summaryOf(row);
  const id = RunId.safeParse(row.id).data;
  if (id === undefined) throw damaged('what is stored of a run');
  const { stages: _stages, ...summary } = { ...newRun(id), pipeline: row.pipeline, seq: row.seq, ...createdAt() };
  if (isOpen) return { ...summary, status: 'waiting', held: DAMAGED_RUN };
  const status = RunStatus.safeParse(row.status).data;
  const error = { type: 'EXECUTION', message: DAMAGED_RUN, stage_id: null, attempt: 0, retryable: false } as const;
  return { ...summary, status: status && isFinished({ status }) ? status : 'failed', error };
}

/** The summary of a run after `events`; `before` is undefined for a new run. */
export function summaryAfter(before: RunSummary | undefined, runId: RunId, events: readonly RunEvent[]): RunSummary {
  let run: Run = { ...newRun(runId), ...before };
  // Without its stages: a summary shows none, and a run may have 10,000.
  for (const event of events) if (changesSummary(event, run.status)) run = { ...applyRunEvent(run, event), stages: {} };
  const { stages: _stages, input: _input, output: _output, ...summary } = run;
  return summary;
}

/** True for the events that a summary is made of. */
export function changesSummary(event: NewRunEvent, status: string): boolean {
  if (event.type === 'stage.started') return status === 'waiting';
  return event.type.startsWith('run.') || concernsDecision(event);
}

/** The error for stored data that is not what was written. */
export function damaged(what: string): RunnerError {
  return new RunnerError(
    'data_unusable',
    `The data directory is damaged: ${what} is not what was written. Restore a backup of it, or move it away to begin with an empty one.`,
  );
}
