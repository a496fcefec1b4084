import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foldRun, isFinished, newRun, type Run, type RunId } from '@flowmason/pipeline-schema';
import { readOwner } from '../journal/owner-lock.ts';
import { openSqliteReader, type SqliteReader } from '../journal/sqlite-reader.ts';
import type { OpenHistory } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { listRuns } from '../runs/list-runs.ts';
import { joinOpenRuns } from '../runs/recover-runs.ts';
import { createRunTurns } from '../runs/turns/run-turns.ts';
import { besides } from './open-store.ts';

/** How often a run that another process works on is looked at. */
const LOOK_MS = 100;

/**
 * Opens a data directory to look at it, also while a process has it. Runs beside the directory are found by their id, and
 * are listed once they have been taken in.
 */
export const openHistory: OpenHistory = async (data) => {
  const main = openSqliteReader(join(data, 'journal.db'));
  const others = existsSync(besides(data)) ? readdirSync(besides(data)) : [];
  const readers = [main, ...others.map((name) => openSqliteReader(join(besides(data), name, 'journal.db')))].filter(
    (reader) => reader !== undefined,
  );
  if (readers.length === 0) return undefined;
  const readerFor = (runId: RunId): SqliteReader => {
    const reader = readers.find((one) => one.find(runId) !== undefined);
    if (reader) return reader;
    throw new RunnerError(
      'run_not_found',
      `There is no run "${runId}" in ${data}. "fm runs" lists those that there are.`,
    );
  };

  return {
    ownerUrl: readOwner(data)?.url,
    async get(runId) {
      const reader = readerFor(runId);
      return withQueue(foldRun(newRun(runId), await reader.journal.read(runId)), reader);
    },
    list: async (query) => (main ? listRuns(main, query) : { items: [], next_cursor: null }),
    async *follow(runId, afterSeq, signal) {
      const reader = readerFor(runId);
      for (let seq = afterSeq; !signal.aborted; ) {
        const summary = reader.find(runId);
        const events = await reader.journal.read(runId, seq);
        yield* events;
        seq += events.length;
        if (summary && isFinished(summary) && seq >= summary.seq) return;
        if (events.length === 0) await sleep(LOOK_MS);
      }
    },
    close() {
      for (const reader of readers) reader.close();
    },
  };
};

/** As a runner would tell it that has the directory: what a queued run waits for follows from what is stored. */
function withQueue(run: Run, reader: SqliteReader): Run {
  if (run.status !== 'queued') return run;
  const turns = createRunTurns();
  joinOpenRuns(reader, turns);
  const queue = turns.queueOf(run.id);
  return queue ? { ...run, queue } : run;
}
