import { isAbsolute } from 'node:path';
import type { Json } from '@flowmason/pipeline-schema';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { readTextFile } from './read-text-file.ts';

/**
 * The value of an option that takes `JSON|PATH|@PATH|-`: text that begins like JSON is JSON, `-` reads standard input,
 * everything else names a file.
 * @throws {CliError} `json_invalid` with the place, or `file_unreadable`.
 */
export async function readJsonArgument(argument: string, option: string, io: CliIo): Promise<Json> {
  const { origin, text } = await textOf(argument, option, io);
  // Loaded late: the schema package is most of what a command has to load.
  const { parseJsonText, readJsonText } = await import('@flowmason/pipeline-schema');
  const reading = readJsonText(text);
  if (reading.status === 'parsed') return reading.value;
  const detail = reading.kind === 'syntax' ? `is not JSON${syntaxReason(text, parseJsonText)}` : `${reading.reason}.`;
  throw new CliError('json_invalid', `${origin} ${detail}`);
}

async function textOf(argument: string, option: string, io: CliIo) {
  if (argument === '-') return { origin: `${option} from standard input`, text: await io.readStdin() };
  if (argument.startsWith('@')) return fileText(argument.slice(1), io);
  if (looksLikeJson(argument)) return { origin: option, text: argument };
  return fileText(argument, io);
}

async function fileText(name: string, io: CliIo) {
  if (name === '') throw new CliError('usage', 'A path must follow "@".');
  return { origin: `${name}:`, text: await readTextFile(name, io.cwd) };
}

/** JSON as people type it begins with a bracket, a quote or a digit, or is one of three words. */
function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  if (isAbsolute(trimmed)) return false;
  return (
    /^[[{"]/.test(trimmed) || /^(true|false|null)$/.test(trimmed) || /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed)
  );
}

/** What stands in the way first, and where; nothing of the text itself, which may be a secret. */
function syntaxReason(text: string, parseJsonText: ParseJsonText): string {
  if (text.trim() === '') return ': it is empty.';
  const [error] = parseJsonText(text).errors;
  if (!error) return '.';
  const before = text.slice(0, error.start).split('\n');
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${error.message}.`;
}

type ParseJsonText = typeof import('@flowmason/pipeline-schema').parseJsonText;
