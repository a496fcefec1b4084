import { randomBytes } from 'node:crypto';
import { AuditLine, type AuditPage, type UnreadableAuditLine } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { Audit, AuditDetails, AuditedAct, Caller } from '../audit.ts';
import { maskOrHide } from '../mask-or-hide.ts';
import { RunnerError } from '../runner-error.ts';
import { type AppendFile, type AppendFileOptions, createAppendFile, rotatedPaths } from './append-file.ts';
import { readLinesBackwards } from './read-lines-backwards.ts';

export interface AuditLogOptions extends Omit<AppendFileOptions, 'onFailure'> {
  /**
   * Hides secrets in the target and the detail, which may be what a client has sent; nothing that callers bring along may be
   * among them, or they could hide what they do. Default: hides nothing.
   */
  readonly maskText?: (text: string) => string;
  /** Hides secrets in lines that cannot be read, when they are shown. Default: `maskText`. */
  readonly maskUnreadable?: (text: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once of each time that the log can no longer be written to, with the number of lines that wait for it to be. */
  readonly onDefect: (error: unknown, keptCount: number) => void;
}

/** The audit log in a file, one JSON object a line. */
export function createAuditLog(given: AuditLogOptions): Audit {
  const { now, onDefect, maskText = asItIs, maskUnreadable = maskText, ...options } = given;
  const file = createAppendFile({ ...options, onFailure: onDefect });
  return createAudit(
    {
      ...file,
      path: options.path,
      async page({ limit, cursor }) {
        const paths = rotatedPaths(options.path, options.keepCount);
        const { lines, next } = await readLinesBackwards(paths, {
          limit,
          cursor,
          parse: parseLine,
          isHidden: createEndedActs(),
        });
        return { items: lines.map((line) => toShown(line, maskUnreadable)), next_cursor: next ?? null };
      },
    },
    now,
    maskText,
  );
}

/** The audit log of a process that keeps nothing: the last 1,000 lines, without pages. */
export function createMemoryAudit(now: () => number): Audit {
  const lines: string[] = [];
  const keep = async (line: string): Promise<void> => {
    if (lines.push(line) > 1000) lines.shift();
  };
  return createAudit(
    {
      path: 'memory',
      append: keep,
      write: keep,
      async page({ limit }) {
        const isHidden = createEndedActs();
        const items: ReadLine[] = [];
        for (const line of lines.toReversed().flatMap((text) => parseLine(text) ?? [])) {
          if (items.length < limit && !(await isHidden(line, async () => ''))) items.push(line);
        }
        return { items: items.map((line) => toShown(line, asItIs)), next_cursor: null };
      },
    },
    now,
    asItIs,
  );
}

/** Tells, of lines from the newest on, those that only say that an act has begun of which the outcome is known. */
function createEndedActs(): (line: ReadLine, following: () => Promise<string>) => Promise<boolean> {
  const ended = new Set<string>();
  return async (line, following) => {
    if ('unreadable' in line || line.act === undefined) return false;
    const { act, outcome } = line;
    if (outcome === BEGUN) return ended.has(act) || (await following()).includes(`"act":"${act}"`);
    ended.add(act);
    return false;
  };
}

const BEGUN = 'begun';

/** `act` is the same for the line that an act begins with and the one that tells its outcome. */
const StoredLine = AuditLine.extend({ act: z.string().optional() });
type ReadLine = z.infer<typeof StoredLine> | UnreadableAuditLine;

function toShown(line: ReadLine, mask: (text: string) => string): AuditPage['items'][number] {
  if ('unreadable' in line) return { unreadable: maskOrHide(line.unreadable, mask).slice(0, SHOWN_CHARS) };
  const { act: _, ...shown } = line;
  return shown;
}

/** Of a line that cannot be read: what is shown of it, and what is masked, in which no secret that is shown is cut off. */
const SHOWN_CHARS = 1000;
const MASKED_CHARS = 100_000;

function asItIs(text: string): string {
  return text;
}

interface AuditStore extends AppendFile, Pick<Audit, 'page'> {
  /** For messages. */
  readonly path: string;
}

/**
 * What is written when.
 *
 * Each act has two lines. The first says that it begins; when that cannot be written, nothing is done, unless the act makes
 * something end: whoever stops a deployment is not to be held up by a full disk. The second tells its
 * outcome, before its caller hears of it, and stands for both when the log is read. One that cannot be written is kept until the
 * disk takes it: then an act that is done has the first line only, which says `begun`.
 *
 * What a journal of a run holds anyway, with who did it (starts, cancels, decisions), need not be confirmed by the disk a
 * second time, nor need acts that were refused, which have changed nothing: their lines are handed to the system, and a crash of the
 * machine may lose them. Lines of everything else are confirmed by the disk. What is noted beside an act is not waited for.
 */
function createAudit(store: AuditStore, now: () => number, maskText: (text: string) => string): Audit {
  let last: Promise<void> = Promise.resolve();

  const toText = (line: Omit<AuditLine, 'at'>): string => {
    const { target, detail } = line;
    return JSON.stringify({
      at: new Date(now()).toISOString(),
      ...line,
      target: maskText(target),
      ...(detail !== undefined && { detail: maskText(detail) }),
    });
  };
  const append = (line: Omit<AuditLine, 'at'>, isDurable: boolean): Promise<void> => {
    last = store.append(toText(line), isDurable);
    return last;
  };

  return {
    async record(caller, act, perform) {
      const isDurable = !IN_JOURNAL.has(act.action);
      const id = randomBytes(6).toString('hex');
      let details: AuditDetails = {};
      const lineWith = (outcome: string) => ({ ...lineOf(caller, { ...act, ...details }, outcome), act: id });
      if (act.action === 'run.cancel') await append(lineWith(BEGUN), isDurable);
      else
        await store.write(toText(lineWith(BEGUN)), isDurable).catch((cause: unknown) => {
          throw notWritable(store.path, cause);
        });
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

/** Undefined for a line that is empty, as one is behind each that was cut off. */
function parseLine(text: string): ReadLine | undefined {
  if (text === '') return undefined;
  return StoredLine.safeParse(parseJson(text)).data ?? { unreadable: text.slice(0, MASKED_CHARS) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
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
