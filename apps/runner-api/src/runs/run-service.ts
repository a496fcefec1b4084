import { randomBytes } from 'node:crypto';
import { type Component, type Journal, type RunHandle, startRun } from '@flowmason/engine';
import { isFinished, type Run, RunId, type RunPage, type RunSummary, type StartRun } from '@flowmason/pipeline-schema';
import type { RunQuery, StartOptions, Workspace } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { createCommitFeed } from './commit-feed.ts';
import { createIdempotentStarts } from './idempotent-starts.ts';
import { prepareRun } from './prepare-run.ts';
import type { EmbeddedRuns } from './run-feed.ts';
import { createRunRegistry, type RunRegistry } from './run-registry.ts';
import type { OpenWorld, RunWorld } from './run-world.ts';
import { secretsReadBy } from './secrets-read.ts';

export interface RunServiceParts {
  readonly journal: Journal;
  readonly components: ReadonlyMap<string, Component>;
  readonly workspace: Workspace;
  readonly openWorld: OpenWorld;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a run that broke off by a mistake of ours; everything else ends in the run's journal. */
  readonly onDefect: (runId: RunId, error: unknown) => void;
}

const DEFAULT_PAGE = 50;
const MAX_PAGE = 200;
/** How long an answer to a cancel waits for the first event that follows it. */
const CANCEL_WAIT_MS = 1000;

/**
 * The runs of this process.
 *
 * I1  A run is acknowledged only after its `run.queued` has been committed.
 * I2  Nobody hears of an event before it has been committed (`commit-feed.ts`).
 * I3  A world is open from before the start of its run until after the end, and is closed exactly once.
 */
export function createRunService(parts: RunServiceParts): EmbeddedRuns {
  const feed = createCommitFeed(parts.journal);
  const registry = createRunRegistry(parts.journal);
  const starts = createIdempotentStarts(parts.now);
  const handles = new Map<RunId, RunHandle>();
  feed.onCommit(registry.note);

  const accept = async (request: StartRun, options: StartOptions): Promise<Run> => {
    const { pipeline, input, findPipeline } = await prepareRun(request, options, parts);
    const { profile, sandbox, secrets } = request;
    const world = await parts.openWorld({ profile, sandbox, secrets });
    const runId = newRunId(parts.now());
    try {
      refuseMissingSecrets(secretsReadBy(pipeline), world);
      const handle = startRun(
        {
          runId,
          pipeline,
          input,
          trigger: request.trigger ?? 'api',
          ...(world.profile !== undefined && { profile: world.profile }),
          ...(world.sandbox !== undefined && { sandbox: world.sandbox }),
        },
        { journal: feed.journal, gate: world.gate, secrets: world.secrets, env: world.env, findPipeline },
        parts.components,
      );
      handles.set(runId, handle);
      watch(handle, world);
      await handle.accepted;
    } catch (error) {
      if (!handles.has(runId)) await world.close();
      throw error;
    }
    return registry.get(runId);
  };

  const watch = (handle: RunHandle, world: RunWorld): void => {
    handle.finished
      .catch((error: unknown) => parts.onDefect(handle.runId, error))
      .then(() => {
        handles.delete(handle.runId);
        return world.close();
      })
      .catch((error: unknown) => parts.onDefect(handle.runId, error));
  };

  return {
    async start(request, options = {}) {
      if (options.idempotencyKey === undefined) return accept(request, options);
      const runId = await starts.once(options.idempotencyKey, request, () => accept(request, options));
      return registry.get(runId);
    },
    get: (runId) => registry.get(runId),
    list: (query) => listRuns(registry, query),
    async cancel(runId, reason) {
      const run = await registry.get(runId);
      if (isFinished(run)) {
        throw new RunnerError(
          'run_finished',
          `The run ${runId} has ended (${run.status}); there is nothing to cancel.`,
        );
      }
      const handle = handles.get(runId);
      if (handle === undefined) {
        throw new RunnerError(
          'request_invalid',
          `The run ${runId} is part of the run ${run.parent?.run_id ?? 'that started it'}. Cancel that one: it takes this one along.`,
        );
      }
      const bell = feed.bellFor(runId, AbortSignal.timeout(CANCEL_WAIT_MS));
      handle.cancel(reason);
      await bell.next();
      bell.close();
      return registry.get(runId);
    },
    async *follow(runId, afterSeq, signal) {
      await registry.get(runId);
      const bell = feed.bellFor(runId, signal);
      let seq = afterSeq;
      try {
        while (!signal.aborted) {
          const events = await feed.journal.read(runId, seq);
          for (const event of events) {
            if (signal.aborted) return;
            seq = event.seq;
            yield event;
          }
          if (registry.isAtEnd(runId, seq)) return;
          if (events.length === 0) await bell.next();
        }
      } finally {
        bell.close();
      }
    },
    followAll: feed.followAll,
    async events(runId, afterSeq) {
      await registry.get(runId);
      return feed.journal.read(runId, afterSeq);
    },
    lastRunIds: () => registry.lastOf,
  };
}

async function listRuns({ ids, get }: RunRegistry, query: RunQuery): Promise<RunPage> {
  const limit = Math.min(query.limit ?? DEFAULT_PAGE, MAX_PAGE);
  const items: RunSummary[] = [];
  for (let index = startOfPage(ids, query.cursor); index >= 0; index--) {
    const id = ids[index];
    if (id === undefined) break;
    const { stages: _stages, input: _input, output: _output, ...summary } = await get(id);
    if (query.pipeline !== undefined && summary.pipeline !== query.pipeline) continue;
    if (query.status !== undefined && summary.status !== query.status) continue;
    // One more than fits: then the page is known not to be the last.
    if (items.length === limit) return { items, next_cursor: items.at(-1)?.id ?? null };
    items.push(summary);
  }
  return { items, next_cursor: null };
}

/** A cursor is the id of the last run on the page before; runs that start meanwhile do not move the pages. */
function startOfPage(ids: readonly RunId[], cursor: string | undefined): number {
  if (cursor === undefined) return ids.length - 1;
  const after = RunId.safeParse(cursor);
  const index = after.success ? ids.lastIndexOf(after.data) : -1;
  if (index < 0) throw new RunnerError('request_invalid', 'This cursor is not one that a page of runs has given.');
  return index - 1;
}

function refuseMissingSecrets(names: readonly string[], { secrets }: RunWorld): void {
  const missing = names.filter((name) => secrets.find(name) === undefined);
  if (missing.length === 0) return;
  throw new RunnerError(
    'secrets_missing',
    `The pipeline reads ${missing.map((name) => `secrets.${name}`).join(', ')}, which nobody has set, so nothing was started. Set ${missing.map((name) => `FM_SECRET_${name}`).join(', ')} in the runner's environment (at least 8 characters each), name them in the profile's secrets.from_env, or give a secrets file.`,
  );
}

/** Sorts by the time of its making, and cannot be guessed. */
function newRunId(now: number): RunId {
  return RunId.parse(`${now.toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`);
}
