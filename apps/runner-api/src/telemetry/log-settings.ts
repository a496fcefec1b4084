import { z } from 'zod';
import type { LogLevel } from '../log.ts';
import { RunnerError } from '../runner-error.ts';

export interface LogSettings {
  readonly level: LogLevel;
  readonly format: 'json' | 'text';
}

const Level = z.enum(['debug', 'info', 'warn', 'error']);
const Format = z.enum(['json', 'text']);

/**
 * How much a server logs, and in what form: `FM_LOG_LEVEL` (default `info`), `FM_LOG_FORMAT` (default text for a terminal,
 * JSON for everything else).
 * @throws {RunnerError} `request_invalid` when a variable has another value.
 */
export function readLogSettings(
  env: Readonly<Record<string, string | undefined>>,
  { isTty }: { readonly isTty: boolean },
): LogSettings {
  return {
    level: oneOf('FM_LOG_LEVEL', Level, env) ?? 'info',
    format: oneOf('FM_LOG_FORMAT', Format, env) ?? (isTty ? 'text' : 'json'),
  };
}

function oneOf<Value extends string>(
  name: string,
  choices: z.ZodType<Value> & { readonly options: readonly string[] },
  env: Readonly<Record<string, string | undefined>>,
): Value | undefined {
  const given = env[name];
  if (given === undefined || given === '') return undefined;
  const { data } = choices.safeParse(given);
  if (data !== undefined) return data;
  throw new RunnerError('request_invalid', `${name} is "${given}"; it takes ${choices.options.join(', ')}.`);
}
