import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './cli-error.ts';
import { readTextFile } from './read-text-file.ts';

/** A pipeline document: as the user named it, where it is, and what it says. */
export type PipelineSource = { readonly name: string; readonly path: string; readonly text: string };

/**
 * The document that `FILE|NAME` means: a file, or `NAME.pipeline.json` in the current directory or its `pipelines/`.
 * Undefined when it reads like a name and there is no such file; the workspace may know it by the name inside.
 * @throws {CliError} `file_unreadable` for a path at which there is no readable file.
 */
export async function findPipelineFile(reference: string, cwd: string): Promise<PipelineSource | undefined> {
  for (const name of [reference, `${reference}.pipeline.json`, `pipelines/${reference}.pipeline.json`]) {
    if ((await kindOf(resolve(cwd, name))) === 'file')
      return { name, path: resolve(cwd, name), text: await readTextFile(name, cwd) };
  }
  const isThere = (await kindOf(resolve(cwd, reference))) !== 'nothing';
  if (isThere || isPath(reference)) await readTextFile(reference, cwd); // says what is wrong with it
  return undefined;
}

/**
 * As `findPipelineFile`, for commands that need no workspace.
 * @throws {CliError} `file_unreadable` also when nothing was found.
 */
export async function readPipelineFile(reference: string, cwd: string): Promise<PipelineSource> {
  const source = await findPipelineFile(reference, cwd);
  if (source) return source;
  throw new CliError(
    'file_unreadable',
    `${reference}: there is no such file, and no ${reference}.pipeline.json here or in pipelines/. Check the path.`,
  );
}

function isPath(reference: string): boolean {
  return /[/\\]|\.json$/i.test(reference);
}

async function kindOf(path: string): Promise<'file' | 'other' | 'nothing'> {
  try {
    return (await stat(path)).isFile() ? 'file' : 'other';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES') return 'other';
    // ERR_INVALID_ARG_VALUE: a NUL in the name.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'].includes(String(code)))
      return 'nothing';
    throw error;
  }
}
