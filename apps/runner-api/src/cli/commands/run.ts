import { isAbsolute, relative, resolve } from 'node:path';
import { builtinComponents } from '@flowmason/engine';
import { type Json, type Pipeline, type Run, type RunEvent, readPipeline, StartRun } from '@flowmason/pipeline-schema';
import type { Runner, RunnerDoors, RunService, StartOptions } from '../../runner.ts';
import { RunnerError } from '../../runner-error.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { auditRuns } from '../audited-runs.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { findPipelineFile, type PipelineSource } from '../find-pipeline-file.ts';
import { writeIndentedJson, writeJson } from '../json-output.ts';
import { readJsonArgument } from '../read-json-argument.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { createLineView, createLiveView } from '../run-view.ts';
import { watchRun } from '../watch-run.ts';

export type RunOptions = DataOptions & {
  readonly input?: string;
  /** Takes the document's `sample_input`. */
  readonly sample?: boolean;
  /** Name of a profile of the workspace, or the path of one. */
  readonly profile?: string;
  /** A situation; true for the one where all goes well. */
  readonly sandbox?: string | true;
  readonly secretsFile?: string;
  /** Writes the journal as it grows, one event a line. */
  readonly events?: boolean;
  /** Writes the finished run. */
  readonly json?: boolean;
  /** Runs there instead of in this process. */
  readonly server?: string;
};

/** Runs a pipeline and stays until it has ended. The exit code tells how; 2 means that nothing ran. */
export async function run(reference: string, options: RunOptions, io: CliIo, { open }: RunnerDoors): Promise<number> {
  const needsRunner = options.server === undefined || options.secretsFile !== undefined;
  const workspace = resolve(io.cwd, options.workspace);
  const data = options.server === undefined ? dataOf(options, io) : ':memory:';
  const command = `fm run ${reference}`;
  const runner = needsRunner ? await open({ workspace, data, command, onlyHere: false }) : undefined;
  try {
    const own = runner && auditRuns(runner.runs, runner.audit);
    const runs = options.server === undefined ? own : createRemoteRuns(options.server, io.env);
    if (!runs) throw new CliError('usage', 'There is neither a runner nor a server.');
    const source = await sourceOf(reference, io, runner);
    const started = await start({ reference, source, options, io, runner, runs });
    return await watch(started, { source, options, io, runs });
  } finally {
    await runner?.close();
  }
}

type Parts = {
  readonly reference: string;
  readonly source: PipelineSource | undefined;
  readonly options: RunOptions;
  readonly io: CliIo;
  readonly runner: Runner | undefined;
  readonly runs: RunService;
};

async function sourceOf(reference: string, io: CliIo, runner: Runner | undefined): Promise<PipelineSource | undefined> {
  const file = await findPipelineFile(reference, io.cwd);
  if (file) return file;
  const found = await runner?.workspace.findPipeline(reference);
  return found && { ...found, name: reference };
}

async function start({ reference, source, options, io, runner, runs }: Parts): Promise<Run> {
  const pipeline = source && readPipeline(source.text, { components: builtinComponents }).pipeline;
  const request: StartRun = {
    ...(source ? { document: source.text } : { pipeline: reference }),
    input: await inputOf(reference, pipeline, options, io),
    ...(options.profile !== undefined && { profile: await profileOf(options.profile, options, io) }),
    ...(options.sandbox !== undefined && { sandbox: options.sandbox }),
    ...(options.secretsFile !== undefined &&
      runner && { secrets: { ...(await runner.readSecretsFile(resolve(io.cwd, options.secretsFile))) } }),
    trigger: 'cli',
  };
  const startOptions: StartOptions = source ? { documentPath: source.path } : {};
  try {
    return await runs.start(StartRun.parse(request), startOptions);
  } catch (error) {
    if (!(error instanceof RunnerError) || !error.diagnostics || !source) throw error;
    // The findings are shown with the lines of the file that they are about.
    throw new CliError(error.code, error.message, { diagnostics: error.diagnostics, source, cause: error });
  }
}

async function inputOf(
  reference: string,
  pipeline: Pipeline | undefined,
  { input, sample }: RunOptions,
  io: CliIo,
): Promise<Json> {
  if (input !== undefined && sample) throw new CliError('usage', 'Give either --input or --sample, not both.');
  if (input !== undefined) return readJsonArgument(input, '--input', io);
  if (!sample) return {};
  if (pipeline?.sample_input !== undefined) return pipeline.sample_input;
  throw new CliError('usage', `${reference} has no sample_input that --sample could take. Use --input.`);
}

/** A name, or a profile of the workspace, is left to the runner; any other file, or one for a server, goes along as it is. */
async function profileOf(profile: string, { server, workspace }: RunOptions, io: CliIo): Promise<StartRun['profile']> {
  if (!/[/\\]|\.json$/i.test(profile)) return profile;
  const inside = relative(resolve(io.cwd, workspace), resolve(io.cwd, profile));
  const isElsewhere = isAbsolute(inside) || /(?:^|[/\\])(?:\.|node_modules[/\\])/.test(inside);
  if (server === undefined && !isElsewhere && inside.endsWith('.profile.json')) return inside.replaceAll('\\', '/');
  const parsed = StartRun.shape.profile.safeParse(await readJsonArgument(`@${profile}`, '--profile', io));
  if (parsed.success && typeof parsed.data === 'object') return parsed.data;
  throw new CliError(
    'profile_invalid',
    `${profile} is not a profile: it must be a JSON object with "http", "secrets", "env" or "llm".`,
  );
}

async function watch(
  started: Run,
  { source, options, io, runs }: Omit<Parts, 'reference' | 'runner'>,
): Promise<number> {
  const isMachine = options.json === true || options.events === true;
  // Two writers on one terminal would draw over each other.
  const isLive = io.stderr.isTty && io.env['TERM'] !== 'dumb' && !(options.events && io.stdout.isTty);
  const view = isLive ? createLiveView(io, maxAttemptsOf(source)) : createLineView(io, { quiet: isMachine });
  const onEvent = (event: RunEvent) => {
    if (options.events) writeJson(io.stdout, event);
  };
  if (started.queue) view.say(toPlainLine(started.queue.reason));
  const run = await watchRun(started.id, { runs, view, io, onEvent });
  if (options.json) (options.events ? writeJson : writeIndentedJson)(io.stdout, run);
  else if (!options.events && run.output !== null) writeIndentedJson(io.stdout, run.output);
  return exitCodeOf(run.status);
}

function maxAttemptsOf(source: PipelineSource | undefined): ReadonlyMap<string, number> {
  const stages = (source && readPipeline(source.text, { components: builtinComponents }).pipeline?.stages) ?? [];
  return new Map(stages.flatMap(({ id, retry }) => (retry ? [[id, retry.max_attempts] as const] : [])));
}
