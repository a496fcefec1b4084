import { AuditLine } from '@flowmason/pipeline-schema';
import type { Audit, AuditDetails, AuditedAct, Caller } from '../audit.ts';
import { RunnerError } from '../runner-error.ts';
import { type AppendFile, type AppendFileOptions, createAppendFile, rotatedPaths } from './append-file.ts';
import { readLinesBackwards } from './read-lines-backwards.ts';

export interface AuditLogOptions extends Omit<AppendFileOptions, 'onFailure'> {
  /** Hides secrets: a target is what a client has asked for, also when there is no such thing. Default: hides nothing. */
  readonly maskText?: (text: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once of each time that the log can no longer be written to. */
  readonly onDefect: (error: unknown) => void;
}

/** The audit log in a file, one JSON object a line. */
export function createAuditLog({ now, onDefect, maskText, ...options }: AuditLogOptions): Audit {
  const file = createAppendFile({ ...options, onFailure: onDefect });
  return createAudit(
    {
      ...file,
      path: options.path,
      async page({ limit, cursor }) {
        const paths = rotatedPaths(options.path, options.keepCount);
        const { lines, next } = await readLinesBackwards(paths, { limit, cursor, parse: parseLine });
        return { items: [...lines], next_cursor: next ?? null };
      },
    },
    now,
    maskText,
  );
}

/** The audit log of a process that keeps nothing: the last 1,000 lines, without pages. */
export function createMemoryAudit(now: () => number): Audit {
  const lines: string[] = [];
  return createAudit(
    {
      path: 'memory',
      append: async (line) => {
        if (lines.push(line) > 1000) lines.shift();
      },
      retry: async () => undefined,
      probe: async () => undefined,
      page: async ({ limit }) => {
        const items = lines.slice(-limit).reverse();
        return { items: items.flatMap((line) => parseLine(line) ?? []), next_cursor: null };
      },
    },
    now,
  );
}

interface AuditStore extends AppendFile, Pick<Audit, 'page'> {
  /** For messages. */
  readonly path: string;
}

/**
 * What is written when.
 *
 * An act is recorded when it is over, because only then is its outcome known, and before its caller hears of it. Before it
 * begins, the log must be writable: lines that could not be written earlier are written first, or the act is refused. So
 * at most those acts that were under way when the disk failed are done without a line, and their lines are kept until the disk
 * takes them.
 *
 * What a journal of a run holds anyway, with who did it (starts, cancels, decisions), need not be confirmed by the disk a
 * second time, nor need acts that were refused, which have changed nothing: their lines are handed to the system, and a crash of the
 * machine may lose them. Lines of everything else are confirmed by the disk. What is noted beside an act is not waited for.
 */
function createAudit(store: AuditStore, now: () => number, maskText = (text: string) => text): Audit {
  let last: Promise<void> = Promise.resolve();

  const append = (line: Omit<AuditLine, 'at'>, isDurable: boolean): Promise<void> => {
    const told = Object.entries(line).map(([key, value]) => [key, typeof value === 'string' ? maskText(value) : value]);
    last = store.append(JSON.stringify({ at: new Date(now()).toISOString(), ...Object.fromEntries(told) }), isDurable);
    return last;
  };

  return {
    async record(caller, act, perform) {
      const isDurable = !IN_JOURNAL.has(act.action);
      await (isDurable ? store.probe() : store.retry()).catch((cause: unknown) => {
        throw notWritable(store.path, cause);
      });
      let details: AuditDetails = {};
      const lineWith = (outcome: string) => lineOf(caller, { ...act, ...details }, outcome);
      try {
        const result = await perform((more) => {
          details = { ...details, ...more };
        });
        await append(lineWith('done'), isDurable);
        return result;
      } catch (error) {
        await append(lineWith(error instanceof RunnerError ? error.code : 'internal'), false);
        throw error;
      }
    },
    note: (line) => void append(line, false),
    async page(query) {
      await last; // what was noted before is part of what is asked for
      return store.page(query);
    },
    close: () => last,
  };
}

const IN_JOURNAL: ReadonlySet<string> = new Set(['run.start', 'run.cancel', 'run.resolve']);

function lineOf({ name, role, address, requestId }: Caller, act: AuditedAct, outcome: string): Omit<AuditLine, 'at'> {
  return {
    actor: name,
    role,
    ...act,
    outcome,
    ...(address !== undefined && { address }),
    ...(requestId !== undefined && { request_id: requestId }),
  };
}

/** A line that was cut off, or that somebody else has written, is passed over. */
function parseLine(text: string): AuditLine | undefined {
  try {
    return AuditLine.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function notWritable(path: string, cause: unknown): RunnerError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new RunnerError(
    'audit_failed',
    `Nothing was done: the audit log cannot be written to (${reason}), and nothing is changed without a line in it. Make room or make ${path} writable, and try again.`,
    { cause },
  );
}
