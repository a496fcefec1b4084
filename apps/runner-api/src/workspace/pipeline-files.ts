import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type Dirent, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PipelineFile } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import { isLinkInside, readStartInside } from './read-inside.ts';
import { type FileStart, hasCode, isGone, MAX_READ_BYTES } from './read-start.ts';

/** What the name of a pipeline file ends with. */
export const PIPELINE_ENDING = '.pipeline.json';

const MAX_DEPTH = 12;
/** More than any collection of pipelines has; a home directory has more. */
const MAX_FOLDERS = 10_000;

/**
 * Paths (with `/`, relative to `root`) of the files below `root` whose names end with `ending`, sorted. Folders named
 * `node_modules` or with a leading dot are left out. Of links only those to files inside `root` are followed (`read-inside.ts`).
 * @throws {RunnerError} `request_invalid` when `root` is not a directory, `limit_exceeded` when it has too many folders.
 */
export async function listFiles(
  root: string,
  ending: string,
  maxFolders: number = MAX_FOLDERS,
): Promise<readonly string[]> {
  if (!existsSync(root)) throw noWorkspace(root);
  const found: string[] = [];
  let folderCount = 0;
  const visit = async (folder: string, depth: number): Promise<void> => {
    folderCount += 1;
    if (folderCount > maxFolders) throw tooLarge(root, maxFolders);
    for (const entry of await readFolder(folder, root)) {
      const path = join(folder, entry.name);
      if (entry.name.endsWith(ending) && entry.name.length > ending.length) {
        const inside = relative(root, path).split(sep).join('/');
        if (entry.isFile() || (entry.isSymbolicLink() && (await isLinkInside(root, inside)))) found.push(inside);
      }
      const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && !isHidden && depth < MAX_DEPTH) await visit(path, depth + 1);
    }
  };
  await visit(root, 0);
  return found.sort();
}

/** @throws {RunnerError} `request_invalid` when `root` is not a directory that can be read. */
export async function requireWorkspace(root: string): Promise<void> {
  await readFolder(root, root);
}

/**
 * The file at `path` inside `root` as the API shows it; undefined when it is gone. Reads 1 MB and one byte at most.
 * @throws {RunnerError} `pipeline_invalid` for bytes that are not UTF-8: whoever saved what was shown of them would lose them.
 */
export async function readPipelineFile(root: string, path: string): Promise<PipelineFile | undefined> {
  const start = await readStartInside(root, path);
  if (start === undefined) return undefined;
  // Of a larger file only the size matters, and it may be cut within a letter.
  if (start.bytes.length < MAX_READ_BYTES && !isUtf8(start.bytes)) throw notUtf8(path);
  return toPipelineFile(path, start);
}

/** The same for lists and for etags: bytes that are not UTF-8 show as U+FFFD, and nothing is refused. */
export async function lookAtPipelineFile(root: string, path: string): Promise<PipelineFile | undefined> {
  const start = await readStartInside(root, path);
  return start && toPipelineFile(path, start);
}

function toPipelineFile(path: string, { bytes, updatedAt }: FileStart): PipelineFile {
  return {
    id: path.slice(0, -PIPELINE_ENDING.length),
    path,
    etag: etagOf(bytes),
    text: bytes.toString('utf8'),
    updated_at: updatedAt.toISOString(),
  };
}

function notUtf8(path: string): RunnerError {
  return new RunnerError(
    'pipeline_invalid',
    `The file ${path} is not UTF-8 text, so it cannot be opened without damage. Save it as UTF-8 in a text editor first.`,
  );
}

/** The entity tag of a file's content: equal bytes, equal tags. */
export function etagOf(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
}

async function readFolder(folder: string, root: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (folder === root) throw noWorkspace(root, error);
    if (isGone(error) || hasCode(error, 'EACCES')) return []; // removed meanwhile, or not ours to look into
    throw error;
  }
}

function tooLarge(root: string, maxFolders: number): RunnerError {
  return new RunnerError(
    'limit_exceeded',
    `The workspace ${root} has more than ${maxFolders} folders. Choose the one that holds the pipelines with --workspace.`,
  );
}

function noWorkspace(root: string, cause?: unknown): RunnerError {
  return new RunnerError(
    'request_invalid',
    `The workspace ${root} is not a directory that can be read. Choose another with --workspace, or make one with "fm init".`,
    { cause },
  );
}
