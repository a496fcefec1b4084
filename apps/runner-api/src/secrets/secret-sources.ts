import { readFile } from 'node:fs/promises';
import { RunnerError } from '../runner-error.ts';
import { fileOf, readNamedFile } from '../variable-or-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type SecretValues = Readonly<Record<string, string>>;

const PREFIX = 'FM_SECRET_';

/**
 * Secrets of the environment: `FM_SECRET_NAME`, `FM_SECRET_NAME_FILE` (path of a file with the value), and the variables
 * that a profile names. Of a file, one line end behind the value is not part of it.
 * @throws {RunnerError} `secrets_invalid` when a file that is named cannot be read, or a variable and its `_FILE` are both set.
 */
export async function readEnvironmentSecrets(env: Environment, fromEnv: readonly string[]): Promise<SecretValues> {
  const found: Record<string, string> = {};
  for (const name of fromEnv) {
    const value = env[name];
    if (value !== undefined && value !== '') found[name] = value;
  }
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === undefined || value === '') continue;
    const name = variable.slice(PREFIX.length);
    if (name.endsWith('_FILE')) {
      const bare = name.slice(0, -'_FILE'.length);
      const path = fileOf(env, `${PREFIX}${bare}`);
      if (path !== undefined) found[bare] ??= readNamedFile(`${PREFIX}${bare}`, path).replace(/\r?\n$/, '');
    } else if (name !== '') {
      found[name] = value;
    }
  }
  return found;
}

/** Names of the secrets that the environment offers to every run, in order. */
export function namesInEnvironment(env: Environment): readonly string[] {
  const set = Object.entries(env).filter(([variable, value]) => variable.startsWith(PREFIX) && value);
  const names = set.map(([variable]) => variable.slice(PREFIX.length).replace(/_FILE$/, ''));
  return [...new Set(names)].filter((name) => name !== '').toSorted();
}

/**
 * Secrets of a file: lines of `NAME=value` (with `#` comments, quotes, `export`), or one JSON object of texts.
 * @throws {RunnerError} `secrets_invalid` when it cannot be read or is neither; never quotes a value.
 */
export async function readSecretsFile(path: string): Promise<SecretValues> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw invalid(`The secrets file ${path} cannot be read (${codeOf(cause)}). Check the path and its rights.`, cause);
  }
  return text.trimStart().startsWith('{') ? parseJsonSecrets(text, path) : parseLines(text, path);
}

function parseJsonSecrets(text: string, path: string): SecretValues {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The cause is left out on purpose: its message quotes the text, which holds secrets.
    throw invalid(`The secrets file ${path} begins like JSON but is not. Write {"NAME": "value"} or lines NAME=value.`);
  }
  const secrets = Object.entries(parsed ?? {});
  const wrong = secrets.find(([, value]) => typeof value !== 'string');
  if (wrong) throw invalid(`The secrets file ${path} must hold texts only; "${wrong[0]}" is not one.`);
  return Object.fromEntries(secrets.map(([name, value]) => [name, String(value)]));
}

function parseLines(text: string, path: string): SecretValues {
  const secrets: Record<string, string> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw invalid(`Line ${index + 1} of the secrets file ${path} is not NAME=value.`);
    }
    secrets[name] = unquote(value);
  }
  return secrets;
}

/** The value as dotenv files mean it: `\n` is a line end between double quotes only, and ` #` begins a comment outside quotes. */
function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/s.exec(value);
  if (quoted?.[2] === undefined) return value.replace(/\s+#.*$/, '');
  if (quoted[1] === "'") return quoted[2];
  return quoted[2].replace(/\\([nrt"\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function invalid(message: string, cause?: unknown): RunnerError {
  return new RunnerError('secrets_invalid', message, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
