import { readFileSync } from 'node:fs';
import { RunnerError } from './runner-error.ts';

/**
 * The value of the variable `name`, or what stands in the file that `name_FILE` names, without the line end behind it;
 * undefined when neither is set. A secret that comes by a file shows neither in `ps` nor in `docker inspect`.
 * @throws {RunnerError} `access_invalid` when both are set, or the file cannot be read. Never quotes the value.
 */
export function readVariableOrFile(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const value = env[name] || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return value;
  if (value !== undefined) throw invalid(bothSet(name));
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw invalid(`${name}_FILE names the file ${path}, which cannot be read (${code}).`, cause);
  }
}

/** Nobody can tell which of the two was meant: that is refused, whatever it is that the variable holds. */
export function bothSet(name: string): string {
  return `${name} and ${name}_FILE are both set. Unset one of them.`;
}

function invalid(message: string, cause?: unknown): RunnerError {
  return new RunnerError('access_invalid', message, { cause });
}
