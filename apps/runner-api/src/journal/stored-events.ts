import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { NewRunEvent, RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { PlacedEvent } from '../run-store.ts';
import { checkRow, damaged, type RunRow } from './run-rows.ts';
import { toStoredValue, unpackJson } from './stored-values.ts';

/** More than the events that one run may have, so that `n * PLACES + seq` orders by run, then by seq. */
export const PLACES = 65_536;

/** Appends that are looked at for one part, when hardly any of them is wanted. */
const MAX_BATCHES = 1000;

/** Reads events as they were committed. Everything throws `data_unusable` for what is not what was written. */
export interface StoredEvents {
  /** Events of the run behind `afterSeq`, oldest first; with `maxLength` only the first of them, see `behind`. */
  ofRun(row: RunRow, afterSeq: number, maxLength?: number): RunEvent[];
  /**
   * Events of all runs that `wants` names behind a position, in the order of their commits: those of one append at least, and of more
   * while their JSON is not longer than `maxLength`. `end` is the position behind which to go on; it stays when there is
   * nothing more.
   */
  behind(position: number, options: BehindOptions): { readonly events: readonly PlacedEvent[]; readonly end: number };
  /** The body of a value that stands apart. */
  largeValue(hash: Uint8Array): string;
}

export interface BehindOptions {
  readonly maxLength: number;
  readonly wants: (runId: RunId) => boolean;
}

/** Reads from `database`, which has the store's tables. */
export function createStoredEvents(database: DatabaseSync): StoredEvents {
  const statements = prepare(database);
  /** Characters of the values that were read for the part that is being made. */
  let lengthOfValues = 0;

  const largeValue = (hash: Uint8Array): string => {
    const body = statements.findBlob.get(hash)?.['body'];
    if (typeof body !== 'string' || Buffer.compare(toStoredValue(body).hash, hash) !== 0)
      throw damaged('a large value');
    lengthOfValues += body.length;
    return body;
  };
  const eventsOf = (batch: Batch, runId: RunId): RunEvent[] => {
    if (batch.sum !== crc32(batch.body)) throw damaged(`a part of the journal of the run "${runId}"`);
    const events: NewRunEvent[] = batch.has_values ? unpackJson(batch.body, largeValue) : JSON.parse(batch.body);
    // As they were stamped when they were stored.
    return events.map((event, index) => ({ ...event, run_id: runId, seq: batch.first_seq + index }) as RunEvent);
  };
  const runIdOf = (n: number): RunId | undefined => {
    const row = statements.findRow.get(n);
    return row && (checkRow(row as RunRow).id as RunId); // the table's columns, whose types are strict; written as a RunId
  };

  return {
    largeValue,
    ofRun(row, afterSeq, maxLength = Number.POSITIVE_INFINITY) {
      const runId = row.id as RunId; // written as one
      const events: RunEvent[] = [];
      const first = row.n * PLACES;
      let length = 0;
      lengthOfValues = 0;
      for (const found of statements.ofRun.iterate(first + afterSeq + 1, first + row.seq)) {
        const batch = found as Batch; // the columns that the statement names
        for (const event of eventsOf(batch, runId)) if (event.seq > afterSeq) events.push(event);
        length += batch.body.length;
        if (length + lengthOfValues >= maxLength) break;
      }
      const isCut = length + lengthOfValues >= maxLength;
      const isWhole = events.every(({ seq }, index) => seq === afterSeq + index + 1);
      if (isWhole && (isCut || afterSeq + events.length >= row.seq)) return events;
      throw damaged(`the journal of the run "${runId}", in which events are missing,`);
    },
    behind(position, { maxLength, wants }) {
      const events: PlacedEvent[] = [];
      const runIds = new Map<number, RunId | undefined>();
      let end = position;
      let length = 0;
      lengthOfValues = 0;
      for (const found of statements.behind.iterate(position, MAX_BATCHES)) {
        const batch = found as Batch & { readonly nr: number; readonly place: number }; // as above
        const n = Math.floor(batch.place / PLACES);
        if (!runIds.has(n)) runIds.set(n, runIdOf(n));
        const runId = runIds.get(n);
        end = batch.nr;
        if (runId === undefined || !wants(runId)) continue;
        const part = eventsOf(batch, runId);
        for (const [index, event] of part.entries()) {
          const at = batch.nr - part.length + index + 1;
          if (at > position) events.push({ position: at, event });
        }
        length += batch.body.length;
        if (length + lengthOfValues >= maxLength) break;
      }
      return { events, end };
    },
  };
}

type Batch = {
  readonly first_seq: number;
  readonly body: string;
  readonly has_values: number;
  readonly sum: number;
};

function prepare(database: DatabaseSync) {
  return {
    findRow: database.prepare('SELECT * FROM runs WHERE n = ?'),
    findBlob: database.prepare('SELECT body FROM blobs WHERE hash = ?'),
    ofRun: database.prepare(
      'SELECT first_seq, body, has_values, sum FROM batches WHERE place BETWEEN ? AND ? ORDER BY place',
    ),
    behind: database.prepare(
      'SELECT nr, place, first_seq, body, has_values, sum FROM batches WHERE nr > ? ORDER BY nr LIMIT ?',
    ),
  };
}
