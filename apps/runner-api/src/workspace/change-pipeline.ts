import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { checkPipelineId, type PipelineFile } from '@flowmason/pipeline-schema';
import type { FileExpectation } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { lookAtPipelineFile, PIPELINE_ENDING, readPipelineFile } from './pipeline-files.ts';

const MAX_BYTES = 1024 * 1024;
export interface PipelineChange {
  readonly root: string;
  readonly id: string;
  readonly expect: FileExpectation | undefined;
}

/** See `Workspace.writePipeline`. The text is on disk, synced, before it takes the place of the old one. */
export async function writePipeline(change: PipelineChange & { readonly text: string }): Promise<PipelineFile> {
  const { root, id, text } = change;
  const path = pathOf(id);
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new RunnerError('limit_exceeded', `A pipeline may have ${MAX_BYTES / 1024} kB; this text is larger.`);
  }
  await refuseOtherThanFile(root, path);
  checkExpectation(await lookAtPipelineFile(root, path), change);
  const folder = dirname(join(root, path));
  await mkdir(folder, { recursive: true });
  await refuseOutside(root, folder, id);
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(root, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const written = await readPipelineFile(root, path);
  if (written === undefined) throw new RunnerError('pipeline_changed', `The pipeline "${id}" was removed meanwhile.`);
  return written;
}

/** See `Workspace.deletePipeline`. */
export async function deletePipeline(change: PipelineChange): Promise<void> {
  const { root, id } = change;
  const path = pathOf(id);
  const file = await lookAtPipelineFile(root, path);
  if (file === undefined) throw new RunnerError('pipeline_not_found', `The workspace has no pipeline "${id}".`);
  checkExpectation(file, change);
  await refuseOutside(root, dirname(join(root, path)), id);
  await rm(join(root, path));
}

function pathOf(id: string): string {
  const refusal = checkPipelineId(id);
  if (refusal !== undefined) throw new RunnerError('request_invalid', refusal);
  return id + PIPELINE_ENDING;
}

function checkExpectation(file: PipelineFile | undefined, { id, expect }: PipelineChange): void {
  if (expect === undefined) return;
  if (expect === 'absent') {
    if (file === undefined) return;
    throw new RunnerError(
      'pipeline_exists',
      `There is a pipeline "${id}" already. Choose another id, or write over it.`,
    );
  }
  if (expect === 'present' ? file !== undefined : file?.etag === expect.etag) return;
  const what = file === undefined ? 'has been removed' : 'has changed';
  throw new RunnerError('pipeline_changed', `The pipeline "${id}" ${what} since you read it. Read it again first.`);
}

/** What stands at the path of a pipeline may be a folder, a pipe, or a link to somewhere else: nothing to write over. */
async function refuseOtherThanFile(root: string, path: string): Promise<void> {
  const stats = await lstat(join(root, path)).catch(() => undefined);
  // Nothing is there, or what cannot be reached is told of by the writing.
  if (stats === undefined || stats.isFile()) return;
  if (stats.isSymbolicLink()) {
    const [realRoot, target] = await Promise.all([realpath(root), realpath(join(root, path)).catch(() => undefined)]);
    if (target === undefined || target.startsWith(realRoot + sep)) return;
    throw new RunnerError(
      'request_invalid',
      `At ${path} stands a link that leads out of the workspace. Remove it first, or save under another id.`,
    );
  }
  const what = stats.isDirectory() ? 'a folder' : 'something that is no file';
  throw new RunnerError(
    'request_invalid',
    `At ${path} stands ${what}, so the pipeline cannot be written there. Move it away first, or save under another id.`,
  );
}

/** A folder may be a link: what it leads to has to be in the workspace too. */
async function refuseOutside(root: string, folder: string, id: string): Promise<void> {
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(folder)]);
  if (realFolder === realRoot || realFolder.startsWith(realRoot + sep)) return;
  throw new RunnerError('request_invalid', `The folder of "${id}" is a link that leads out of the workspace.`);
}
