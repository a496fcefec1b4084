import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './cli-error.ts';

/** What the reader of a document refuses anyway; a larger file is not worth loading. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * The text of a file that the user named.
 * @throws {CliError} `file_unreadable` when it is missing, a directory, not ours to read, too large or not UTF-8.
 */
export async function readTextFile(name: string, cwd: string): Promise<string> {
  const path = resolve(cwd, name);
  const problem = (what: string, cause?: unknown) => new CliError('file_unreadable', `${name}: ${what}`, { cause });
  let bytes: Buffer;
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw problem('is a directory. Name a file in it.');
    if (stats.size > MAX_FILE_BYTES) throw problem(`is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw problem(reasonOf(error), error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw problem('is not UTF-8 text. Save it as UTF-8.', error);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return 'there is no such file. Check the path; it is taken from the current directory.';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it.';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
