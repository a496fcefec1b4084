import { dirname, relative, resolve } from 'node:path';
import { ComponentError } from '@flowmason/engine';
import { checkInput, type Json, type Pipeline, type StartRun } from '@flowmason/pipeline-schema';
import type { StartOptions, Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { documentText } from './document-text.ts';
import type { ReadPipelineText } from './pipeline-memory.ts';

/** A run that may start: its pipeline has no error, and its input has been checked and has its defaults. */
export interface PreparedRun {
  readonly pipeline: Pipeline;
  readonly input: Json;
  readonly origin: PipelineOrigin;
}

/** Where a pipeline came from, which tells where its children are. */
export interface PipelineOrigin {
  /** Absolute path of its file; undefined for a document without one. */
  readonly path?: string | undefined;
  /** A person named that file on the command line. */
  readonly isLocalFile?: boolean | undefined;
}

type Parts = { readonly workspace: Workspace; readonly readPipeline: ReadPipelineText };
type Source = { readonly text: string; readonly path: string | undefined };

/**
 * Reads and checks what a run is to be started with.
 * @throws {RunnerError} `request_invalid`, `pipeline_not_found`, `pipeline_ambiguous`, `pipeline_invalid` with all
 * diagnostics, or `input_invalid`.
 */
export async function prepareRun(
  request: StartRun,
  options: StartOptions,
  { workspace, readPipeline }: Parts,
): Promise<PreparedRun> {
  const source = await sourceOf(request, options, workspace);
  const { pipeline, diagnostics, isRunnable } = readPipeline(source.text);
  if (pipeline === undefined || !isRunnable) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const first = errors[0];
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new RunnerError(
      'pipeline_invalid',
      `The pipeline has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was started: ${first?.message ?? 'it cannot be read'}${more}`,
      { diagnostics },
    );
  }
  return {
    pipeline,
    input: checkedInput(pipeline, request.input ?? {}),
    origin: { path: source.path, isLocalFile: options.documentPath !== undefined },
  };
}

/** Finds what a `subpipeline` stage names: a file beside the parent's, else a pipeline of the workspace. */
export function createChildFinder(
  origin: PipelineOrigin,
  { workspace, readPipeline }: Parts,
): (reference: string) => Promise<Pipeline | undefined> {
  return async (reference) => {
    const file = await findChildFile(reference, origin, workspace);
    if (file === undefined) return undefined;
    const { pipeline, diagnostics, isRunnable } = readPipeline(file.text);
    if (pipeline !== undefined && isRunnable) return pipeline;
    const error = diagnostics.find(({ severity }) => severity === 'error');
    throw new ComponentError('VALIDATION', `The pipeline "${reference}" has errors: ${error?.message ?? 'unreadable'}`);
  };
}

async function sourceOf(request: StartRun, options: StartOptions, workspace: Workspace): Promise<Source> {
  const { pipeline, document } = request;
  if ((pipeline === undefined) === (document === undefined)) {
    throw new RunnerError(
      'request_invalid',
      'Give either "pipeline" (id, name or path in the workspace) or "document" (the pipeline itself).',
    );
  }
  if (document !== undefined) {
    const text = typeof document === 'string' ? document : documentText(document);
    return { text, path: options.documentPath };
  }
  const file = await workspace.findPipeline(pipeline ?? '');
  if (file !== undefined) return file;
  const known = (await workspace.listPipelines()).map(({ id }) => id);
  throw new RunnerError(
    'pipeline_not_found',
    `The workspace has no pipeline "${pipeline}". ${known.length > 0 ? `It has ${known.join(', ')}.` : 'It has no file *.pipeline.json.'}`,
  );
}

function checkedInput(pipeline: Pipeline, given: Json): Json {
  const { input, problems } = checkInput(pipeline.input_schema, given);
  if (problems.length === 0) return input;
  const findings = problems.map(({ pointer, message }) => (pointer === '' ? message : `${pointer} ${message}`));
  throw new RunnerError(
    'input_invalid',
    `The input does not fit the pipeline's input_schema, so nothing was started: ${findings.join('; ')}.`,
  );
}

async function findChildFile(reference: string, origin: PipelineOrigin, workspace: Workspace) {
  try {
    return (await findBeside(reference, origin, workspace)) ?? (await workspace.findPipeline(reference));
  } catch (error) {
    // What a request would be refused for is a failure of the stage here, which a pipeline may catch.
    if (error instanceof RunnerError) throw new ComponentError('VALIDATION', error.message, { cause: error });
    throw error;
  }
}

/** Beside a file that a person named on the command line anything may be read; otherwise only what the workspace holds. */
async function findBeside(reference: string, { path, isLocalFile }: PipelineOrigin, workspace: Workspace) {
  if (path === undefined) return undefined;
  const beside = resolve(dirname(path), reference);
  if (isLocalFile) return workspace.readFile(beside);
  return workspace.findPipeline(relative(workspace.root, beside));
}
