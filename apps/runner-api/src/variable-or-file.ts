import { readFileSync, statSync } from 'node:fs';
import { type PipeLimits, readPipe } from './read-pipe.ts';
import { RunnerError, type RunnerErrorCode } from './runner-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of the variable `name`, or what stands in the file that `name_FILE` names, without the line end behind it;
 * undefined when neither is set. A secret that comes by a file shows neither in `ps` nor in `docker inspect`.
 * @throws {RunnerError} when both are set, or the file is empty or cannot be read. Never quotes the value.
 */
export function readVariableOrFile(env: Environment, name: string): string | undefined {
  const path = fileOf(env, name);
  if (path === undefined) return env[name] || undefined;
  const text = withoutLineEnd(readNamedFile(name, path));
  // A variable that is set is meant: without its value a door would be open, or closed to everybody.
  if (text === '') throw unusable(name, `the file ${path}, which is empty`);
  return text;
}

/**
 * The path that `name_FILE` has; undefined when it is not set.
 * @throws {RunnerError} when the variable `name` is set as well: nobody can tell which of the two was meant.
 */
export function fileOf(env: Environment, name: string): string | undefined {
  const path = env[`${name}_FILE`] || undefined;
  if (path !== undefined && env[name]) {
    throw new RunnerError(codeFor(name), `${name} and ${name}_FILE are both set. Unset one of them.`);
  }
  return path;
}

/**
 * The text of the file that `name_FILE` names, as it is. It is read whenever somebody asks, so only a file will do: a pipe has
 * been taken by `takePipes` where its value is needed.
 * @throws {RunnerError} when it is no file or cannot be read.
 */
export function readNamedFile(name: string, path: string): string {
  try {
    if (statSync(path).isFile()) return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unusable(name, `the file ${path}, which cannot be read (${reasonOf(cause)})`, cause);
  }
  throw unusable(name, `${path}, which is no file`);
}

/**
 * `env` without the pipes among the files that it names, such as those of a shell (`FM_TOKEN_FILE=<(command)`): what comes out
 * of one can be read once, and stands in the variable itself from then on. Of variables whose names `isWanted` does not
 * take, pipes are left to whoever does.
 * @throws {RunnerError} when nothing comes out of one, without waiting for ever, or the variable is set as well.
 */
export async function takePipes(
  env: Environment,
  isWanted: (name: string) => boolean,
  limits: PipeLimits = {},
): Promise<Environment> {
  const names = Object.keys(env)
    .filter((variable) => variable.endsWith('_FILE'))
    .map((variable) => variable.slice(0, -'_FILE'.length));
  const taken = await Promise.all(
    names.filter(isWanted).map(async (name) => {
      const path = fileOf(env, name);
      const text = path && (await readIfPipe(name, path, limits));
      return text && [name, text];
    }),
  );
  const values = taken.filter((one) => typeof one === 'object');
  if (values.length === 0) return env;
  return {
    ...env,
    ...Object.fromEntries(
      values.flatMap(([name, value]) => [
        [name, value],
        [`${name}_FILE`, undefined],
      ]),
    ),
  };
}

/** Undefined for anything but a pipe: whoever needs that reads it when it is needed. */
async function readIfPipe(name: string, path: string, limits: PipeLimits): Promise<string | undefined> {
  let read: Awaited<ReturnType<typeof readPipe>>;
  try {
    if (!statSync(path).isFIFO()) return undefined;
    read = await readPipe(path, limits);
  } catch (cause) {
    throw unusable(name, `the file ${path}, which cannot be read (${reasonOf(cause)})`, cause);
  }
  const problem = 'problem' in read ? read.problem : undefined;
  const text = 'text' in read ? withoutLineEnd(read.text) : '';
  if (text === '') throw unusable(name, `the pipe ${path}, which ${problem ?? 'holds nothing'}`);
  return text;
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function unusable(name: string, what: string, cause?: unknown): RunnerError {
  return new RunnerError(codeFor(name), `${name}_FILE names ${what}.`, { cause });
}

function codeFor(name: string): RunnerErrorCode {
  if (name === 'FM_ENCRYPTION_KEY') return 'secrets_unusable';
  return name.startsWith('FM_SECRET_') ? 'secrets_invalid' : 'access_invalid';
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
}
