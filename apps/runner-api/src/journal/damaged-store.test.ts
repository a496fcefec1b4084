import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { foldRun, isFinished, newRun, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { RunnerError } from '../runner-error.ts';
import {
  finished,
  logged,
  openStore,
  queued,
  scratchDirectory,
  stageStarted,
  stageSucceeded,
  started,
  warning,
} from './sqlite-store.test-support.ts';
import type { SqliteStore } from './sqlite-store.ts';

const IDS = Array.from({ length: 12 }, (_, index) => RunId.parse(`run-${index + 1}`));
const ENDINGS = ['', '-wal', '-made'];

type Original = {
  readonly path: string;
  /** What was acknowledged, by run. */
  readonly journals: ReadonlyMap<RunId, readonly RunEvent[]>;
};

/** A store with runs that have ended and others that have not, closed in order or left as a crash leaves it. */
async function original(end: 'closed' | 'crashed'): Promise<Original> {
  const path = join(scratchDirectory(), 'journal.db');
  const store = await openStore(path);
  for (const [index, id] of IDS.entries()) {
    await store.journal.append(id, 0, [queued(`pipeline-${index % 3}`)]);
    await store.journal.append(id, 1, [started, stageStarted, warning(`of ${id}`.repeat(40))]);
    await store.journal.append(id, 4, [logged({ body: `${id} `.repeat(9000) })]);
    if (index % 3 > 0) await store.journal.append(id, 5, [stageSucceeded, finished]);
  }
  const journals = new Map<RunId, readonly RunEvent[]>();
  for (const id of IDS) journals.set(id, await store.journal.read(id));
  if (end === 'closed') await store.close();
  return { path, journals };
}

/** What a damaged copy gives: what it says, or that it refuses to. */
async function look(path: string): Promise<'refused' | Map<RunId, readonly RunEvent[]>> {
  try {
    return await readAll(await openStore(path));
  } catch (error) {
    if (error instanceof RunnerError && error.code === 'data_unusable') return 'refused';
    throw error;
  }
}

async function readAll(store: SqliteStore): Promise<Map<RunId, readonly RunEvent[]>> {
  const found = new Map<RunId, readonly RunEvent[]>();
  const open = new Set(store.openRuns().map(({ runId }) => runId));
  for (const summary of store.list({ limit: 1000 })) {
    const events = await store.journal.read(summary.id);
    const { stages: _stages, input: _input, output: _output, ...folded } = foldRun(newRun(summary.id), events);
    expect(summary).toEqual(folded);
    expect(store.find(summary.id)).toEqual(summary);
    expect(open.has(summary.id)).toBe(!isFinished(summary));
    found.set(summary.id, events);
  }
  return found;
}

function copyOf(path: string): string {
  const copy = join(scratchDirectory(), 'journal.db');
  for (const ending of ENDINGS) if (existsSync(path + ending)) copyFileSync(path + ending, copy + ending);
  return copy;
}

/** Numbers that look random and are always the same (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function flipBit(path: string, random: (below: number) => number): void {
  const bytes = readFileSync(path);
  const place = random(bytes.length);
  bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << random(8)), place);
  writeFileSync(path, bytes);
}

function cutOff(path: string, random: (below: number) => number): void {
  truncateSync(path, random(readFileSync(path).length));
}

const TIMEOUT = { timeout: 1_800_000 };

/** Damaged copies of this file, shared out evenly; `FM_DAMAGED=1000` for a night. */
const COPIES = Number(process.env['FM_DAMAGED'] ?? 147);
const AFTER_CLOSE = Math.ceil(COPIES / 6);
const AFTER_CRASH = Math.ceil(COPIES / 12);
/** Another seed damages other places. */
const SEED = Number(process.env['FM_SEED'] ?? 1);

/** What was found, in a word; whole journals would fill pages when a claim fails. */
function verdictOn(found: Awaited<ReturnType<typeof look>>, journals: Original['journals']): string {
  if (found === 'refused') return 'refused';
  if (isDeepStrictEqual(found, journals)) return 'whole';
  const isBeginning = [...found].every(([id, events]) =>
    isDeepStrictEqual(events, journals.get(id)?.slice(0, events.length)),
  );
  if (!isBeginning) return 'wrong';
  const count = (of: ReadonlyMap<RunId, readonly RunEvent[]>) =>
    [...of.values()].reduce((sum, { length }) => sum + length, 0);
  return count(journals) - count(found) <= LAST_APPEND ? 'without the last append' : 'a beginning';
}

/** Events of the last append of `original`. */
const LAST_APPEND = 2;

describe('a store that was closed and then damaged', TIMEOUT, () => {
  it.each([
    ['a flipped bit', flipBit],
    ['its end cut off', cutOff],
    ['nothing of it left', (path: string) => rmSync(path)],
  ])('with %s says what was written, or refuses', async (_what, damage) => {
    const { path, journals } = await original('closed');
    const random = numbersFrom(SEED);
    const verdicts = new Set<string>();
    for (let round = 0; round < AFTER_CLOSE; round++) {
      const copy = copyOf(path);
      damage(copy, random);
      verdicts.add(verdictOn(await look(copy), journals));
    }
    expect([...verdicts].filter((verdict) => verdict !== 'whole')).toEqual(['refused']);
  });
});

describe('a store that a crash left and that was then damaged', TIMEOUT, () => {
  it.each<[string, string, string, typeof flipBit, readonly string[]]>([
    ['a flipped bit', 'file', '', flipBit, ['refused', 'whole']],
    ['a flipped bit', 'log', '-wal', flipBit, ['refused', 'whole', 'without the last append']],
    ['the end cut off', 'file', '', cutOff, ['refused', 'whole']],
    // As a crash in the middle of a commit leaves it.
    ['the end cut off', 'log', '-wal', cutOff, ['a beginning', 'refused', 'whole', 'without the last append']],
    ['no', 'file', '', (path) => rmSync(path), ['refused']],
    ['no', 'log', '-wal', (path) => rmSync(path), ['refused']],
  ])('with %s of its %s is never silently wrong', async (_what, _file, ending, damage, allowed) => {
    const { path, journals } = await original('crashed');
    const random = numbersFrom(SEED + 1);
    for (let round = 0; round < AFTER_CRASH; round++) {
      const copy = copyOf(path);
      damage(copy + ending, random);
      expect(allowed).toContain(verdictOn(await look(copy), journals));
    }
  });
});

describe('a store of which one run is damaged', () => {
  it('lists it as that, beside the others', async () => {
    const { path } = await original('closed');
    const database = new DatabaseSync(path);
    database.exec(
      "UPDATE runs SET summary = replace(summary, 'pipeline-', 'pipeline_') WHERE id IN ('run-7', 'run-8')",
    );
    database.close();
    const store = await openStore(path);
    const told = store.list({ limit: 100 }).map(({ id, status, held, error }) => [id, status, held ?? error?.message]);
    const damage =
      'What is stored of this run is damaged, so it can neither be shown nor go on. Restore a backup of the data directory to have it back.';
    expect([told.length, told.filter(([, , why]) => why !== undefined)]).toEqual([
      12,
      [
        ['run-8', 'succeeded', damage],
        ['run-7', 'waiting', damage],
      ],
    ]);
    expect(() => store.find(RunId.parse('run-8'))).toThrow('what is stored of the run "run-8"');
    await store.close();
  });
});
