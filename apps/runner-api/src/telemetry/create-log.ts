import { pino } from 'pino';
import { z } from 'zod';
import type { Log, LogFacts } from '../log.ts';
import type { LogSettings } from './log-settings.ts';
import { toLogText } from './log-text.ts';
import { maskLine } from './mask-line.ts';

export interface LogParts extends LogSettings {
  /** Takes whole lines, each with its line break. */
  write(lines: string): void;
  /** Hides what is secret in a text; every text and number of a line passes through it before the line is written. */
  mask(text: string): string;
}

/** A log, and what makes sure that its last lines are out. */
export interface OpenedLog {
  readonly log: Log;
  /** Writes what is waiting; to be called before the process ends. */
  flush(): void;
}

/** Stands for a line that may not be shown as it is. */
const HIDDEN_LINE = 'a line of the log is left out, because the secrets in it could not be masked';

/** Characters of a stack that are kept: a message may hold a whole answer. */
const MAX_ERROR_CHARS = 8000;

/**
 * A log of lines that are JSON objects (`time`, `level`, `message` and facts), or text made of them. Lines of one turn of
 * the event loop are written together, because a busy server logs thousands a second; errors are written at once.
 */
export function createLog({ level, format, write, mask }: LogParts): OpenedLog {
  let waiting = '';
  let scheduled: NodeJS.Immediate | undefined;
  const flush = (): void => {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (waiting === '') return;
    const lines = waiting;
    waiting = '';
    write(lines);
  };
  const toSafeLine = (line: string): string => {
    try {
      const masked = maskLine(line, mask);
      return format === 'json' ? masked : toLogText(masked);
    } catch {
      // Neither the line nor the error is told: one of them could not be masked.
      const hidden = JSON.stringify({ time: new Date().toISOString(), message: HIDDEN_LINE, ...fixedPartsOf(line) });
      return format === 'json' ? `${hidden}\n` : toLogText(hidden);
    }
  };
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    {
      write(line) {
        waiting += toSafeLine(line);
        scheduled ??= setImmediate(flush);
      },
    },
  );
  return {
    log(level, message, detail) {
      logger[level](toFacts(detail), message);
      if (level === 'error') flush();
    },
    flush,
  };
}

/** Whatever was thrown or told, there is a line for it: what is not as expected is left out. */
const Word = z.string().optional().catch(undefined);
const FixedParts = z.object({
  level: z.string().catch('error'),
  err: z.object({ type: Word, code: Word }).optional().catch(undefined),
});

/** What no data gets into: the words that programs choose from. */
function fixedPartsOf(line: string): LogFacts {
  const { level, err } = FixedParts.parse(JSON.parse(line));
  return { level, error_type: err?.type, error_code: err?.code };
}

function toFacts(detail: unknown): LogFacts {
  if (detail === undefined) return {};
  const isPlain = typeof detail === 'object' && detail !== null && Object.getPrototypeOf(detail) === Object.prototype;
  return isPlain ? { ...detail } : { err: detail };
}

/** What is told of something that was thrown: no fields beside these, because nobody knows what is in them. */
function describeError(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { message: cut(String(error)) };
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    message: cut(error.message),
    stack: cut(stackOf(error)),
  };
}

function stackOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackOf(error.cause)}` : own;
}

function cut(text: string): string {
  return text.length <= MAX_ERROR_CHARS ? text : `${text.slice(0, MAX_ERROR_CHARS)} … (cut)`;
}
