import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { Workspace, WorkspaceFile } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { deletePipeline, writePipeline } from './change-pipeline.ts';
import { createKnownFiles, type KnownFiles } from './known-files.ts';
import { listFiles, lookAtPipelineFile, PIPELINE_ENDING, readPipelineFile } from './pipeline-files.ts';
import { readStart } from './read-start.ts';

/**
 * The workspace in the directory `root` (absolute). Each call sees the files as they are then; one that has not changed since
 * it was found by its id is not read again. Changes happen one after the other, so that what was expected of a file still
 * holds when it is written.
 */
export function createWorkspace(root: string): Workspace {
  const changes = createQueue();
  const known = createKnownFiles(root);
  const find = (reference: string) => findPipeline(root, reference, known);
  return {
    root,
    listPipelines: () => listPipelines(root),
    writePipeline: (id, text, expect) => changes.run(() => writePipeline({ root, id, text, expect })),
    deletePipeline: (id, expect) => changes.run(() => deletePipeline({ root, id, expect })),
    async findPipeline(reference) {
      const file = await find(reference);
      return file && toWorkspaceFile(root, file);
    },
    findPipelineFile: find,
    async readFile(path) {
      for (const candidate of [path, path + PIPELINE_ENDING]) {
        const start = await readStart(candidate);
        if (start !== undefined) return { path: candidate, text: start.bytes.toString('utf8') };
      }
      return undefined;
    },
  };
}

async function listPipelines(root: string): Promise<readonly PipelineFile[]> {
  const files: PipelineFile[] = [];
  for (const path of await listFiles(root, PIPELINE_ENDING)) {
    const file = await lookAtPipelineFile(root, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/** Ids and paths come before file names, and file names before the names inside the documents. */
async function findPipeline(root: string, reference: string, known: KnownFiles): Promise<PipelineFile | undefined> {
  const id = toId(root, reference);
  if (id === undefined) return undefined;
  const unchanged = known.find(id + PIPELINE_ENDING);
  if (unchanged !== undefined) return unchanged;
  const paths = await listFiles(root, PIPELINE_ENDING);
  const exact = paths.find((path) => path === id + PIPELINE_ENDING);
  if (exact !== undefined) return known.learn(exact, () => readPipelineFile(root, exact));
  const byFileName = paths.filter((path) => posix.basename(path) === id + PIPELINE_ENDING);
  if (byFileName.length > 0) return onlyOne(root, reference, byFileName);
  const named = (await listPipelines(root)).filter(({ text }) => nameOf(text) === reference);
  const [first] = named;
  if (first === undefined) return undefined;
  if (named.length > 1) {
    throw ambiguous(
      reference,
      named.map(({ path }) => path),
    );
  }
  return readPipelineFile(root, first.path);
}

function onlyOne(root: string, reference: string, paths: readonly string[]): Promise<PipelineFile | undefined> {
  const [first] = paths;
  if (first === undefined || paths.length > 1) throw ambiguous(reference, paths);
  return readPipelineFile(root, first);
}

/** The id that a reference spells: a path inside the workspace, with or without the ending. Undefined for a path that leaves it. */
function toId(root: string, reference: string): string | undefined {
  if (reference === '' || reference.includes('\0') || reference.length > 1024) return undefined;
  const path = relative(root, resolve(root, reference));
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return undefined;
  const id = path.split(sep).join('/');
  return id.endsWith(PIPELINE_ENDING) ? id.slice(0, -PIPELINE_ENDING.length) : id;
}

function nameOf(text: string): string | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || !('name' in document)) return undefined;
    return typeof document.name === 'string' ? document.name : undefined;
  } catch {
    return undefined; // a file that is not JSON bears no name; opening it by its path shows what is wrong with it
  }
}

function ambiguous(reference: string, paths: readonly string[]): RunnerError {
  return new RunnerError(
    'pipeline_ambiguous',
    `"${reference}" names ${paths.length} pipelines of the workspace: ${paths.join(', ')}. Give the path of one of them.`,
  );
}

function toWorkspaceFile(root: string, file: PipelineFile): WorkspaceFile {
  return { path: resolve(root, file.path), text: file.text };
}

/** Runs tasks one after the other; one that fails does not stop the next. */
function createQueue(): { run<T>(task: () => Promise<T>): Promise<T> } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const next = last.then(task, task);
      last = next;
      return next;
    },
  };
}
