/**
 * Loaded into a server before its own code (`node --import`), so that the server itself is what is shipped, without a
 * switch in it. Kills its process at a moment that cannot be reached from outside, breaks a promise of the journal on purpose to
 * see that the tests notice, or sets the clock. What it is to do stands in `FM_TEST_SABOTAGE`.
 */
import { subscribe } from 'node:diagnostics_channel';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { z } from 'zod';

export const Sabotage = z.strictObject({
  /**
   * The process kills itself when a request whose path ends with `matches` is about to be made, or has been answered; or
   * inside, just before the end of, or just after a commit whose events have `matches` in their JSON.
   */
  crash: z
    .strictObject({
      at: z.enum(['before_request', 'after_answer', 'inside_commit', 'before_commit', 'after_commit']),
      matches: z.string(),
      /** The how manieth of them, from 1. */
      nth: z.int().default(1),
    })
    .optional(),
  /** Ms by which the wall clock is wrong. */
  clockMs: z.number().optional(),
  mutant: z
    .enum(['repeats_recorded', 'tells_before_commit', 'events_beside_commit', 'repeats_unmarked_posts'])
    .optional(),
});
export type Sabotage = z.input<typeof Sabotage>;

const { crash, clockMs = 0, mutant } = Sabotage.parse(JSON.parse(process.env['FM_TEST_SABOTAGE'] ?? '{}'));
/** One in fifty recorded stages is taken for one whose end was never recorded. */
const REPEATED_SHARE = 0.02;
const LATE_MS = 25;

let seen = 0;

function dieAt(at: NonNullable<typeof crash>['at'], isIt: (matches: string) => boolean): void {
  if (crash?.at !== at || !isIt(crash.matches)) return;
  seen += 1;
  if (seen === crash.nth) process.kill(process.pid, 'SIGKILL');
}

const pathOf = (message: unknown): string => {
  const { request } = z.object({ request: z.object({ path: z.string() }) }).parse(message);
  return request.path;
};
subscribe('undici:request:create', (message) => dieAt('before_request', (end) => pathOf(message).endsWith(end)));
subscribe('undici:request:trailers', (message) => dieAt('after_answer', (end) => pathOf(message).endsWith(end)));

const wallClock = Date.now;
if (clockMs !== 0) Date.now = () => wallClock() + clockMs;

/** JSON of the events that the transaction that is open has written. */
let written = '';
/** Writes that were put off until after the commit that they belong to. */
let late: (() => void)[] = [];
let lateCommit: NodeJS.Timeout | undefined;

const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string): StatementSync {
  const statement = prepare.call(this, sql);
  const { run, iterate } = statement;
  const plainRun = run.bind(statement);
  if (/^INSERT INTO batches/.test(sql)) {
    statement.run = ((...values: Parameters<typeof plainRun>) => {
      const events = JSON.stringify(values);
      written += events;
      if (mutant === 'events_beside_commit') {
        late.push(() => plainRun(...values));
        return { changes: 1, lastInsertRowid: 0 };
      }
      const result = plainRun(...values);
      dieAt('inside_commit', (text) => events.replaceAll('\\"', '"').includes(text));
      return result;
    }) as typeof run; // the same parameters and result
  }
  if (sql === 'BEGIN IMMEDIATE') {
    statement.run = () => {
      written = '';
      if (lateCommit === undefined) return plainRun();
      return { changes: 0, lastInsertRowid: 0 }; // the one before is still open
    };
  }
  if (sql === 'COMMIT') {
    statement.run = () => {
      const events = written.replaceAll('\\"', '"');
      dieAt('before_commit', (text) => events.includes(text));
      if (mutant === 'tells_before_commit') {
        lateCommit ??= setTimeout(() => {
          lateCommit = undefined;
          plainRun();
        }, LATE_MS);
        return { changes: 0, lastInsertRowid: 0 };
      }
      const result = plainRun();
      if (late.length > 0) {
        const writes = late;
        late = [];
        setTimeout(() => {
          for (const write of writes) write();
        }, LATE_MS);
      }
      dieAt('after_commit', (text) => events.includes(text));
      return result;
    };
  }
  if (mutant?.startsWith('repeats') && /FROM batches WHERE/.test(sql)) {
    statement.iterate = function* (...values: Parameters<typeof iterate>) {
      for (const row of iterate.call(statement, ...values)) yield misread(row);
    } as typeof iterate;
  }
  return statement;
};

/** The runs of this process have begun after it, so what is read of them is what a client is shown: only older ones are misread. */
const startedAt = wallClock();

function misread<Row extends Record<string, unknown>>(row: Row): Row {
  const { body } = row;
  if (typeof body !== 'string' || wallClock() - startedAt > MISREADING_MS) return row;
  const changed =
    mutant === 'repeats_unmarked_posts' ? body.replaceAll('"method":"POST"', '"method":"PUT"') : forgetful(body);
  return { ...row, body: changed, sum: crc32(changed) };
}

/** How long a new process takes up runs; later readings are those of clients. */
const MISREADING_MS = 1500;

function forgetful(body: string): string {
  const events: unknown = JSON.parse(body);
  if (!Array.isArray(events)) return body;
  return JSON.stringify(
    events.map((event: { type: string; at: string; t: number; stage_id?: string }) =>
      event.type === 'stage.succeeded' && Math.random() < REPEATED_SHARE
        ? {
            type: 'warning',
            at: event.at,
            t: event.t,
            stage_id: event.stage_id,
            code: 'sabotage',
            message: 'forgotten',
          }
        : event,
    ),
  );
}
