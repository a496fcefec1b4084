import type { RunConcurrency, RunId, RunQueue } from '@flowmason/pipeline-schema';
import { createTurnLine, type TurnLine } from './turn-line.ts';

/** A run that is to take its turn. */
export interface TurnTaker {
  readonly runId: RunId;
  /** Absent for a run that may overlap with all others. */
  readonly concurrency?: RunConcurrency | undefined;
}

export interface TurnLimits {
  /** Runs that are worked on at once. */
  readonly atWork: number;
  /** Runs that are open at once; a run that waits is one of them. */
  readonly open: number;
}

/** `parked`: in line, but nobody may start it yet. `resting`: it began, and nobody works on it. */
type State = 'parked' | 'waiting' | 'working' | 'resting';
/** `isIdle`: it is worked on, but does nothing until a person has decided. */
type Entry = TurnTaker & { state: State; hasTurn: boolean; hasBegun: boolean; isIdle: boolean };

/**
 * Who may start, and in which order. Knows nothing of journals and clocks; every answer is there at once.
 *
 * T1  Of the runs of one key no more have the turn than the smallest `limit` among those that have it, except for runs
 *     that began in an earlier process.
 * T2  The turns of a key are taken in the order in which its runs have joined.
 * T3  A run has its turn from before its start until `leave`: also while it rests, waits or is being cancelled.
 * T4  No more than `atWork` runs have a place, except for those that a person wants to be worked on. One that only waits for
 *     a person's decision has none; it goes on when the person has decided, or a timer of it ends, and then has one again
 *     whether there is one or not: what is under way is not held up in its middle.
 * T5  Nothing is kept of a run that has left, nor of a key that no run has.
 */
export interface RunTurns {
  /** True when no further run may be accepted. */
  readonly isFull: boolean;
  /** What is kept: open runs, and keys that any of them has. */
  readonly size: { readonly runs: number; readonly keys: number };
  has(runId: RunId): boolean;
  /** True from the moment in which somebody is to start the run, or works on it. */
  isAtWork(runId: RunId): boolean;
  /** True for a run whose turn it is, whether it is worked on or not. */
  hasTurn(runId: RunId): boolean;
  /** The run that one with this concurrency would wait for; undefined when its turn would be now. */
  holderFor(concurrency: RunConcurrency): RunId | undefined;
  /** Gets in line. It is parked until `release`. */
  join(run: TurnTaker): void;
  /** Takes in a run that began in an earlier process. It has its turn, and rests until `release`. */
  joinBegun(run: TurnTaker): void;
  /** Lets a parked or resting run be worked on when its time comes; harmless for any other. */
  release(runId: RunId): void;
  /** Gives the run a place if its turn has come and there is one, or with `isUrgent` whether there is one or not. */
  begin(runId: RunId, options?: { readonly isUrgent: boolean }): boolean;
  /** Takes note that the run has begun: from now on it keeps its turn also while nobody works on it. */
  begun(runId: RunId): void;
  /** Takes note whether a run that is worked on only waits for a person: others may have its place until it goes on. */
  idle(runId: RunId, isIdle: boolean): void;
  isIdle(runId: RunId): boolean;
  /** The next run that may start, which has its place from now on: those that began before come first. */
  next(): RunId | undefined;
  /** Nobody works on the run any more. One that has begun keeps its turn; any other leaves. */
  rest(runId: RunId): void;
  /** The run has ended, or will never start. */
  leave(runId: RunId): void;
  /** What the run waits for, also one that began in an earlier process; undefined for one that does not wait. */
  queueOf(runId: RunId): RunQueue | undefined;
  /** The runs that must end so that this one, which is in line, can start: those before it, and the oldest of those that have the turn. */
  before(runId: RunId): readonly RunId[];
  /** Runs in line whose policy is to replace those before them. */
  replacing(): readonly RunId[];
}

/** `safety.md` SD40. A queued run is its journal and an entry in a line, so many more may wait than work. */
const LIMITS: TurnLimits = { atWork: 1000, open: 10_000 };

/** No runs yet. Limits that are not given are 1,000 at work and 10,000 open. */
export function createRunTurns(limits: Partial<TurnLimits> = {}): RunTurns {
  const { atWork, open } = { ...LIMITS, ...limits };
  const entries = new Map<RunId, Entry>();
  const lines = new Map<string, TurnLine>();
  /** Those that may start as soon as there is a place. */
  const due = { begun: new Set<Entry>(), fresh: new Set<Entry>() };
  let working = 0;

  const dueOf = ({ hasBegun }: Entry): Set<Entry> => (hasBegun ? due.begun : due.fresh);
  const lineOf = ({ key }: RunConcurrency): TurnLine => {
    const line = lines.get(key) ?? createTurnLine();
    lines.set(key, line);
    return line;
  };
  const giveTurns = (line: TurnLine): void => {
    for (let runId = line.next(); runId !== undefined; runId = line.next()) {
      const entry = entries.get(runId);
      if (entry) giveTurn(entry);
    }
  };
  const giveTurn = (entry: Entry): void => {
    entry.hasTurn = true;
    if (entry.state === 'waiting') dueOf(entry).add(entry);
  };
  const work = (entry: Entry): void => {
    dueOf(entry).delete(entry);
    if (entry.state !== 'working') working += 1;
    entry.state = 'working';
  };
  const giveUpPlace = (entry: Entry): void => {
    if (entry.state === 'working' && !entry.isIdle) working -= 1;
    entry.isIdle = false;
  };
  const leave = (runId: RunId): void => {
    const entry = entries.get(runId);
    if (entry === undefined) return;
    entries.delete(runId);
    dueOf(entry).delete(entry);
    giveUpPlace(entry);
    const line = entry.concurrency && lines.get(entry.concurrency.key);
    if (line === undefined || entry.concurrency === undefined) return;
    line.remove(runId);
    if (line.isEmpty) lines.delete(entry.concurrency.key);
    else giveTurns(line);
  };
  const placeQueue = (entry: Entry): RunQueue | undefined => {
    const line = dueOf(entry);
    if (working < atWork || !line.has(entry)) return undefined;
    // Those that began before come first.
    const ahead = [...line].indexOf(entry) + (line === due.fresh ? due.begun.size : 0);
    const goesOn = entry.hasBegun ? 'It has begun, and goes on' : 'It starts';
    const reason = `As many runs are at work as may be (${atWork}). ${goesOn} when enough of them have ended; those that wait for a retry are among them ("fm runs --status waiting").`;
    return { ahead, reason: withAhead(reason, ahead) };
  };

  return {
    get isFull() {
      return entries.size >= open;
    },
    get size() {
      return { runs: entries.size, keys: lines.size };
    },
    has: (runId) => entries.has(runId),
    hasTurn: (runId) => entries.get(runId)?.hasTurn === true,
    isAtWork: (runId) => entries.get(runId)?.state === 'working',
    holderFor: (concurrency) => lines.get(concurrency.key)?.holderFor(concurrency.limit),
    join({ runId, concurrency }) {
      const entry: Entry = { runId, concurrency, state: 'parked', hasTurn: false, hasBegun: false, isIdle: false };
      entries.set(runId, entry);
      if (concurrency === undefined) {
        giveTurn(entry);
        return;
      }
      const line = lineOf(concurrency);
      line.join(runId, concurrency.limit);
      giveTurns(line);
    },
    joinBegun({ runId, concurrency }) {
      entries.set(runId, { runId, concurrency, state: 'resting', hasTurn: true, hasBegun: true, isIdle: false });
      if (concurrency) lineOf(concurrency).hold(runId, concurrency.limit);
    },
    release(runId) {
      const entry = entries.get(runId);
      if (entry?.state !== 'parked' && entry?.state !== 'resting') return;
      entry.state = 'waiting';
      if (entry.hasTurn) dueOf(entry).add(entry);
    },
    begin(runId, { isUrgent } = { isUrgent: false }) {
      const entry = entries.get(runId);
      if (!entry?.hasTurn || entry.state === 'working' || (working >= atWork && !isUrgent)) return false;
      work(entry);
      return true;
    },
    begun(runId) {
      const entry = entries.get(runId);
      if (entry) entry.hasBegun = true;
    },
    idle(runId, isIdle) {
      const entry = entries.get(runId);
      if (entry?.state !== 'working' || entry.isIdle === isIdle) return;
      entry.isIdle = isIdle;
      working += isIdle ? -1 : 1;
    },
    isIdle: (runId) => entries.get(runId)?.isIdle === true,
    next() {
      if (working >= atWork) return undefined;
      const [entry] = due.begun.size > 0 ? due.begun : due.fresh;
      if (entry) work(entry);
      return entry?.runId;
    },
    rest(runId) {
      const entry = entries.get(runId);
      if (entry === undefined) return;
      if (!entry.hasBegun) {
        leave(runId);
        return;
      }
      due.begun.delete(entry);
      giveUpPlace(entry);
      entry.state = 'resting';
    },
    leave,
    queueOf(runId) {
      const entry = entries.get(runId);
      if (entry === undefined || entry.state === 'working') return undefined;
      if (entry.hasTurn || entry.concurrency === undefined) return placeQueue(entry);
      const { key } = entry.concurrency;
      const { behind, ahead } = lines.get(key)?.placeOf(runId) ?? {};
      if (behind === undefined || ahead === undefined) return undefined;
      return { behind, ahead, reason: withAhead(`Queued behind the run ${behind}, which has "${key}".`, ahead) };
    },
    replacing: () =>
      [...entries.values()].flatMap(({ runId, concurrency, hasTurn }) =>
        concurrency?.policy === 'replace' && !hasTurn ? [runId] : [],
      ),
    before(runId) {
      const { concurrency } = entries.get(runId) ?? {};
      return (concurrency && lines.get(concurrency.key)?.before(runId)) ?? [];
    },
  };
}

function withAhead(reason: string, ahead: number): string {
  if (ahead === 0) return reason;
  return `${reason} ${ahead} more ${ahead === 1 ? 'waits' : 'wait'} before it.`;
}
