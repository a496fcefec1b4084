import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { EngineError, type PinnedRun } from '@flowmason/engine';
import type { Json, NewRunEvent, Pipeline, RunEvent, RunId, RunSummary } from '@flowmason/pipeline-schema';
import { RunHost, type StoredJournal } from '../run-store.ts';
import type { OwnCommitOrder } from './commit-order.ts';
import type { GroupCommit } from './group-commit.ts';
import { changesSummary, checkRow, type RunRow, summaryAfter, summaryOf, sumOfRow } from './run-rows.ts';
import { PLACES, type StoredEvents } from './stored-events.ts';
import { packJson, type StoredValue, toStoredValue } from './stored-values.ts';
import { TAKE_UP } from './take-up-note.ts';

/** Definitions that are kept in memory. */
const MAX_DEFINITIONS = 64;

/** What the parts of a store share. */
export interface JournalParts {
  readonly commits: Pick<GroupCommit, 'write'>;
  readonly order: Pick<OwnCommitOrder, 'take' | 'tell'>;
  readonly storedEvents: StoredEvents;
}

/**
 * The journal in SQLite. One append is one row: its events as a JSON array with a checksum; large values stand apart.
 * Reads see what has been committed and nothing else, because `commits` begins and ends a transaction in one go.
 */
export function createSqliteJournal(
  database: DatabaseSync,
  { commits, order, storedEvents }: JournalParts,
): StoredJournal {
  const statements = prepare(database);
  const {
    findRow,
    setSeq,
    insertRun,
    setSummary,
    insertOpen,
    deleteOpen,
    noteTakenUp,
    forgetStart,
    insertBatch,
    insertBlob,
    linkBlob,
  } = statements;

  /** Gives the position in the order of all commits. */
  const append = (runId: RunId, expectedSeq: number, stored: readonly RunEvent[], write: PackedAppend): number => {
    const n = expectedSeq === 0 ? begin(runId, stored, write) : goOn(runId, expectedSeq, stored);
    const { body, values } = write.events;
    const position = order.take(stored.length);
    insertBatch.run(
      position,
      n * PLACES + expectedSeq + stored.length,
      expectedSeq + 1,
      body,
      values.length > 0 ? 1 : 0,
      crc32(body),
    );
    for (const { hash, body: text } of values) {
      insertBlob.run(hash, text);
      linkBlob.run(n, hash);
    }
    if (stored.at(-1)?.type === 'run.finished') deleteOpen.run(n);
    else if (stored.some(({ type }) => type === 'run.started')) noteTakenUp.run(TAKE_UP.over, n);
    return position;
  };
  const begin = (runId: RunId, stored: readonly RunEvent[], { pinned }: PackedAppend): number => {
    const known = rowOf(runId);
    if (known) throw conflict(runId, known.seq, 0);
    const { definition, engine = null, host = null, startKey = null } = pinned ?? {};
    if (definition) insertBlob.run(definition.hash, definition.body);
    const summary = summaryAfter(undefined, runId, stored);
    const row = {
      id: runId,
      pipeline: summary.pipeline,
      status: summary.status,
      summary: JSON.stringify(summary),
      definition: definition?.hash ?? null,
      engine,
      host,
      start_key: startKey,
    };
    // A key may start another run once its time is over; it then belongs to that one.
    if (startKey !== null) forgetStart.run(startKey);
    const { lastInsertRowid } = insertRun.run({ ...row, seq: stored.length, sum: sumOfRow(row) });
    insertOpen.run(lastInsertRowid);
    return Number(lastInsertRowid);
  };
  const goOn = (runId: RunId, expectedSeq: number, stored: readonly RunEvent[]): number => {
    const moved = setSeq.get(expectedSeq + stored.length, runId, expectedSeq);
    if (moved === undefined) throw conflict(runId, rowOf(runId)?.seq ?? 0, expectedSeq);
    const { n, status } = moved as Pick<RunRow, 'n' | 'status'>; // the columns that the statement returns
    if (stored.some((event) => changesSummary(event, status))) changeSummary(runId, expectedSeq, stored);
    return n;
  };
  const changeSummary = (runId: RunId, seq: number, stored: readonly RunEvent[]): void => {
    const row = rowOf(runId);
    if (row === undefined) return;
    const summary: RunSummary = summaryAfter({ ...summaryOf(row), seq }, runId, stored);
    const changed = { ...row, status: summary.status, summary: JSON.stringify(summary) };
    setSummary.run(changed.status, changed.summary, sumOfRow(changed), row.n);
  };
  const rowOf = (runId: RunId): RunRow | undefined => {
    const row = findRow.get(runId);
    return row && checkRow(row as RunRow); // the table's columns, whose types are strict
  };
  /** Runs of one definition share it, and with it all that is computed from it once. */
  const known = new Map<string, Pipeline>();
  const definitionOf = (hash: Uint8Array): Pipeline => {
    const key = Buffer.from(hash).toString('hex');
    const pipeline = known.get(key) ?? (JSON.parse(storedEvents.largeValue(hash)) as Pipeline); // its hash holds, so it is what was pinned
    known.set(key, pipeline);
    for (const oldest of known.keys()) if (known.size > MAX_DEFINITIONS) known.delete(oldest);
    return pipeline;
  };
  const read = (runId: RunId, afterSeq: number, maxLength?: number): RunEvent[] => {
    const row = rowOf(runId);
    return row === undefined || afterSeq >= row.seq ? [] : storedEvents.ofRun(row, afterSeq, maxLength);
  };

  return {
    async append(runId, expectedSeq, events, pinned) {
      if (events.length === 0) return [];
      const write: PackedAppend = { events: packJson(events as readonly Json[]), pinned: pinned && packPinned(pinned) }; // events are JSON by their schema
      const stored = events.map((event, index) => stamp(event, runId, expectedSeq + index + 1));
      const position = await commits.write(() => append(runId, expectedSeq, stored, write), {
        waitsForRoom: expectedSeq > 0 || isOfOpenRun(stored),
      });
      order.tell(position, stored);
      return stored;
    },
    read: async (runId, afterSeq = 0) => read(runId, afterSeq),
    readPart: async (runId, afterSeq, maxLength) => read(runId, afterSeq, maxLength),
    async pinned(runId) {
      const row = rowOf(runId);
      if (!row?.definition || row.engine === null) return undefined;
      const pipeline = definitionOf(row.definition);
      return { pipeline, engineVersion: row.engine, ...(row.host !== null && { host: JSON.parse(row.host) as Json }) };
    },
  };
}

/** The start of a child: its parent is open, and fares no better without it. */
function isOfOpenRun([first]: readonly RunEvent[]): boolean {
  return first?.type === 'run.queued' && first.parent !== undefined;
}

type PackedAppend = {
  readonly events: ReturnType<typeof packJson>;
  readonly pinned: PackedPin | undefined;
};

type PackedPin = {
  readonly definition: StoredValue;
  readonly engine: number;
  readonly host: string | null;
  readonly startKey: string | null;
};

const definitions = new WeakMap<Pipeline, StoredValue>();

function packPinned({ pipeline, engineVersion, host }: PinnedRun): PackedPin {
  const definition = definitions.get(pipeline) ?? toStoredValue(JSON.stringify(pipeline));
  definitions.set(pipeline, definition);
  const start = RunHost.safeParse(host).data?.start;
  return {
    definition,
    engine: engineVersion,
    host: host === undefined ? null : JSON.stringify(host),
    startKey: start?.key ?? null,
  };
}

function prepare(database: DatabaseSync) {
  return {
    findRow: database.prepare('SELECT * FROM runs WHERE id = ?'),
    setSeq: database.prepare('UPDATE runs SET seq = ? WHERE id = ? AND seq = ? RETURNING n, status'),
    insertRun: database.prepare(
      'INSERT INTO runs (id, pipeline, status, seq, summary, definition, engine, host, start_key, sum) VALUES (:id, :pipeline, :status, :seq, :summary, :definition, :engine, :host, :start_key, :sum)',
    ),
    setSummary: database.prepare('UPDATE runs SET status = ?, summary = ?, sum = ? WHERE n = ?'),
    insertOpen: database.prepare('INSERT INTO open_runs (n) VALUES (?)'),
    forgetStart: database.prepare('UPDATE runs SET start_key = NULL WHERE start_key = ?'),
    noteTakenUp: database.prepare('UPDATE open_runs SET taking_up = max(taking_up, ?) WHERE n = ?'),
    deleteOpen: database.prepare('DELETE FROM open_runs WHERE n = ?'),
    insertBatch: database.prepare(
      'INSERT INTO batches (nr, place, first_seq, body, has_values, sum) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    insertBlob: database.prepare('INSERT OR IGNORE INTO blobs (hash, body) VALUES (?, ?)'),
    linkBlob: database.prepare('INSERT OR IGNORE INTO run_blobs (n, hash) VALUES (?, ?)'),
  };
}

function stamp(event: NewRunEvent, runId: RunId, seq: number): RunEvent {
  return { ...event, run_id: runId, seq } as RunEvent; // a NewRunEvent and the two keys that make it a RunEvent
}

function conflict(runId: RunId, seq: number, expectedSeq: number): EngineError {
  return new EngineError(
    'journal_conflict',
    `run ${runId} is at event ${seq}, not ${expectedSeq}: somebody else has written to it`,
  );
}
