import { isFinished, type RunId, type RunSummary } from '@flowmason/pipeline-schema';
import type { OpenHistory, RunHistory, RunService, RunWorker } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import type { CliIo } from './cli-io.ts';
import { type DataOptions, dataOf } from './data-option.ts';
import { DEFAULT_SERVER } from './default-server.ts';
import { createRemoteRuns } from './remote-runs.ts';

/** `server` is empty when nobody has named one. */
export type FindOptions = DataOptions & { readonly server: string };

export interface FoundRuns {
  readonly runs: Pick<RunService, 'get' | 'list' | 'follow'>;
  /** For messages: the server or the directory. */
  readonly place: string;
  /** Address of the server that works on them; undefined while no server has the directory. */
  readonly server: string | undefined;
  /** True for a run that has not ended and on which nobody works, because no process has the directory that it is in. */
  standsStill(run: RunSummary): boolean;
  /** The process that works on the run and cannot be asked for anything; see `RunHistory`. */
  workerOf(runId: RunId): RunWorker | undefined;
  close(): void;
}

type Door = { readonly openHistory: OpenHistory };

/** The runs that a command is to show: those of the server that was named, else of the data directory, else of the default server. */
export async function findRuns(options: FindOptions, io: CliIo, { openHistory }: Door): Promise<FoundRuns> {
  const history = options.server === '' ? await openHistory(dataOf(options, io)) : undefined;
  if (history) {
    const standsStill = (run: RunSummary): boolean => !isFinished(run) && history.isLeft(run.id);
    const { ownerUrl: server, workerOf, close } = history;
    return { runs: history, place: dataOf(options, io), server, standsStill, workerOf, close };
  }
  if (options.server !== '') return onServer(options.server, io);
  const found = onServer(DEFAULT_SERVER, io);
  await requireAnswer(found, dataOf(options, io));
  return found;
}

/** Nobody has named that server, so that it does not answer says little by itself. */
async function requireAnswer({ runs, place }: FoundRuns, data: string): Promise<void> {
  try {
    await runs.list({ limit: 1 });
  } catch (cause) {
    if (!(cause instanceof RunnerError)) throw cause;
    if (cause.code !== 'server_unreachable') return; // it answers, and will say the same of what is asked for
    throw new RunnerError(
      'server_unreachable',
      `No runs can be read in ${data}, and no FlowMason server answers at ${place}. Name the directory that has them with --data DIR or --workspace DIR, or a server with --server URL; "fm serve" brings a directory of an older version into the current format.`,
      { cause },
    );
  }
}

function onServer(server: string, io: CliIo): FoundRuns {
  const runs = createRemoteRuns(server, io.env);
  return { runs, place: server, server, standsStill: () => false, workerOf: () => undefined, close: () => undefined };
}

/** The same for one run. One that the data directory does not know may be known to its server, or to the default one. */
export async function findRun(runId: RunId, options: FindOptions, io: CliIo, door: Door): Promise<FoundRuns> {
  const found = await findRuns(options, io, door);
  if (!isHistory(found.runs)) return found;
  try {
    await found.runs.get(runId);
    return found;
  } catch (notHere) {
    if (!(notHere instanceof RunnerError) || notHere.code !== 'run_not_found') throw notHere;
    const remote = onServer(found.server ?? DEFAULT_SERVER, io);
    const isThere = await knows(remote.runs, runId);
    found.close();
    if (!isThere) throw notHere;
    return remote;
  }
}

/** False also when the server does not answer: then what the directory says is the better answer. */
async function knows(runs: FoundRuns['runs'], runId: RunId): Promise<boolean> {
  try {
    await runs.get(runId);
    return true;
  } catch (error) {
    if (error instanceof RunnerError) return false;
    throw error;
  }
}

function isHistory(runs: FoundRuns['runs']): runs is RunHistory {
  return 'ownerUrl' in runs;
}
