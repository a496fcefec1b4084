import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  foldRun,
  isFinished,
  newRun,
  type Run,
  type RunId,
  type RunStatus,
  type RunSummary,
} from '@flowmason/pipeline-schema';
import { DAMAGED_RUN, heldWithDamaged } from '../damaged-run.ts';
import { DATABASE } from '../journal/data-directory.ts';
import { isOwned, readOwner } from '../journal/owner-lock.ts';
import { openSqliteReader, type SqliteReader } from '../journal/sqlite-reader.ts';
import type { StoredRunQuery } from '../run-store.ts';
import type { OpenHistory } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { listStores } from '../runs/list-stores.ts';
import { joinOpenRuns } from '../runs/recover-runs.ts';
import { heldWith } from '../runs/run-holds.ts';
import { createRunTrees } from '../runs/run-trees.ts';
import { createRunTurns } from '../runs/turns/run-turns.ts';
import { withUndecidedChildren } from '../runs/undecided-children.ts';
import { besides } from './open-store.ts';

/** How often a run that another process works on is looked at. */
const LOOK_MS = 100;

/**
 * Opens a data directory to look at it, also while a process has it, with the runs that are kept beside it until somebody
 * takes them in.
 */
export const openHistory: OpenHistory = async (data) => {
  const others = existsSync(besides(data)) ? readdirSync(besides(data)).map((name) => join(besides(data), name)) : [];
  const folders = [data, ...others].flatMap((folder) => {
    const reader = openSqliteReader(join(folder, DATABASE));
    return reader ? [{ folder, reader }] : [];
  });
  if (folders.length === 0) return undefined;
  const readers = folders.map(({ reader }) => reader);
  const folderFor = (runId: RunId) => {
    const found = folders.find(({ reader }) => reader.has(runId));
    if (found) return found;
    throw new RunnerError(
      'run_not_found',
      `There is no run "${runId}" in ${data}. "fm runs" lists those that there are.`,
    );
  };

  return {
    // One that was killed has not taken its name back.
    ownerUrl: isOwned(data) ? readOwner(data)?.url : undefined,
    isLeft(runId) {
      // Whoever has the directory takes in what lies beside it, when its own process has ended.
      return [data, folderFor(runId).folder].every((folder) => readOwner(folder) === undefined || !isOwned(folder));
    },
    workerOf(runId) {
      const { folder, reader } = folderFor(runId);
      const owner = isOwned(folder) ? readOwner(folder) : undefined;
      const run = reader.find(runId);
      if (owner === undefined || owner.url !== undefined || run === undefined || isFinished(run)) return undefined;
      const isIts = Date.parse(run.created_at) >= Date.parse(owner.since) || owner.command.endsWith(` ${runId}`);
      return isIts ? { command: owner.command, pid: owner.pid } : undefined;
    },
    async get(runId) {
      const { reader } = folderFor(runId);
      const run = foldRun(newRun(runId), await reader.journal.read(runId));
      return toStanding(reader)(withQueue(run, reader));
    },
    async list(query) {
      const stores = readers.map((reader) => {
        const toShown = toStanding(reader);
        const { has, findListed } = reader;
        return { has, findListed, list: (stored: StoredRunQuery) => listShown(reader, stored, toShown) };
      });
      return listStores(stores, query);
    },
    async *follow(runId, afterSeq, signal) {
      const { reader } = folderFor(runId);
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
      for (const { reader } of folders) reader.close();
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

/** Gives runs with what follows from other runs, and from what is kept beside the journals. */
function toStanding(reader: SqliteReader): <Shown extends RunSummary>(run: Shown) => Shown {
  const trees = createRunTrees(reader);
  const open = reader.openRuns();
  trees.takeIn(open);
  const known = { ...trees, find: reader.find };
  const damaged = new Set(open.filter(({ isDamaged }) => isDamaged).map(({ runId }) => runId));
  /** A hold that no server has come to write into the journals yet, as that of a run which was restored and of its children. */
  const heldOf = ({ id, held }: RunSummary): string | undefined => {
    if (held !== undefined) return held;
    const topId = trees.topOf(id);
    if (damaged.has(topId)) return topId === id ? DAMAGED_RUN : heldWithDamaged(topId);
    const hold = reader.holdOf(topId);
    return hold && (topId === id ? hold.reason : heldWith(topId));
  };
  return (run) => {
    if (isFinished(run)) return run;
    const held = heldOf(run);
    return withUndecidedChildren(held === undefined ? run : { ...run, status: 'waiting', held }, known);
  };
}

/** Runs whose status is asked for as it is shown: those that are held wait, and may be stored as queued or running. */
function listShown(
  reader: SqliteReader,
  query: StoredRunQuery,
  toShown: (run: RunSummary) => RunSummary,
): readonly RunSummary[] {
  const { statuses, limit } = query;
  if (statuses === undefined) return reader.list(query).map(toShown);
  const stored: readonly RunStatus[] = statuses.includes('waiting') ? [...statuses, 'running', 'queued'] : statuses;
  const found: RunSummary[] = [];
  for (let { before } = query; ; ) {
    const part = reader.list({ ...query, statuses: stored, before });
    found.push(...part.map(toShown).filter(({ status }) => statuses.includes(status)));
    if (found.length >= limit || part.length < limit) return found.slice(0, limit);
    before = part.at(-1)?.id;
  }
}
