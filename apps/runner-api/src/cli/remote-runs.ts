import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, Run, RunEvent, type RunId, RunPage, type StartRun } from '@flowmason/pipeline-schema';
import type { z } from 'zod';
import type { RunQuery, RunService, StartOptions } from '../runner.ts';
import { RUNNER_ERROR_CODES, RunnerError, type RunnerErrorCode } from '../runner-error.ts';
import { readEventStream } from './read-event-stream.ts';

/** How often a broken event stream is opened again before it counts as lost, and how long to wait in between. */
const RECONNECTS = 5;
const RECONNECT_MS = 500;

/**
 * The runs of a server, over its API; the same promises as in-process. Adds `server_unreachable` to the errors of every
 * method. A relative subpipeline is looked up in the server's workspace.
 */
export function createRemoteRuns(server: string): RunService {
  const base = new URL('/api/v1/', server);
  return {
    async start(request: StartRun, options: StartOptions = {}) {
      const key = options.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey };
      return call(base, 'runs', Run, { method: 'POST', body: JSON.stringify(request), headers: key });
    },
    get: (runId) => call(base, `runs/${encodeURIComponent(runId)}`, Run),
    list: (query) => call(base, `runs?${toSearch(query)}`, RunPage),
    cancel: (runId, reason, { isForced = false } = {}) =>
      call(base, `runs/${encodeURIComponent(runId)}/cancel`, Run, {
        method: 'POST',
        body: JSON.stringify({ reason, ...(isForced && { force: true }) }),
      }),
    resolve: (runId, stageKey, { by: _by, ...decision }) =>
      call(base, `runs/${encodeURIComponent(runId)}/stages/${encodeURIComponent(stageKey)}/resolve`, Run, {
        method: 'POST',
        body: JSON.stringify(decision),
      }),
    resume: (runId) =>
      call(base, `runs/${encodeURIComponent(runId)}/resume`, Run, { method: 'POST', body: JSON.stringify({}) }),
    follow: (runId, afterSeq, signal) => follow(base, runId, afterSeq, signal),
  };
}

async function* follow(base: URL, runId: RunId, afterSeq: number, signal: AbortSignal): AsyncGenerator<RunEvent> {
  let seq = afterSeq;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await send(base, `runs/${encodeURIComponent(runId)}/events?after=${seq}`, {
        headers: { Accept: 'text/event-stream' },
        signal,
      });
      if (response.status === 204 || !response.body) return;
      for await (const { data } of readEventStream(response.body)) {
        const event = RunEvent.parse(JSON.parse(data));
        if (event.seq <= seq) continue;
        seq = event.seq;
        failures = 0;
        yield event;
        if (event.type === 'run.finished') return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isConnectionFailure(error) || failures >= RECONNECTS) throw error;
    }
    failures += 1;
    if (failures > RECONNECTS) throw unreachable(base, 'it ended the stream of events before the run had ended');
    await sleep(RECONNECT_MS, undefined, { signal }).catch((reason: unknown) => {
      if (!signal.aborted) throw reason;
    });
  }
}

type Call = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

async function call<Schema extends z.ZodType>(
  base: URL,
  path: string,
  schema: Schema,
  options: Call = {},
): Promise<z.output<Schema>> {
  const response = await send(base, path, options);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw unreachable(base, 'its answer is not one of a FlowMason server');
}

async function send(base: URL, path: string, { method = 'GET', body, headers, signal }: Call): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, base), {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      redirect: 'error',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(base, reasonOf(error), error);
  }
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) throw unreachable(base, `it answered ${response.status} and is not a FlowMason server`);
  const { type, detail, diagnostics } = problem.data;
  throw new RunnerError(toCode(type), detail, diagnostics && { diagnostics });
}

function toCode(type: string): RunnerErrorCode {
  const code = type.slice(type.lastIndexOf(':') + 1);
  return RUNNER_ERROR_CODES.find((known) => known === code) ?? 'request_invalid';
}

function unreachable(base: URL, reason: string, cause?: unknown): RunnerError {
  return new RunnerError(
    'server_unreachable',
    `No FlowMason server answers at ${base.origin}: ${reason}. Runs are kept by the server that started them; start one with "fm serve", or name another with --server URL.`,
    { cause },
  );
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof RunnerError && error.code === 'server_unreachable');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND') return 'there is no such host';
  return code ?? (cause instanceof Error ? cause.message : String(cause));
}

function toSearch({ pipeline, status, limit, cursor }: RunQuery): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ pipeline, status, limit, cursor })) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search;
}
