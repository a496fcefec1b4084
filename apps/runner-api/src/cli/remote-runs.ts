import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, Run, RunEvent, type RunId, RunPage, type StartRun } from '@flowmason/pipeline-schema';
import type { z } from 'zod';
import type { RunQuery, RunService, StartOptions } from '../runner.ts';
import { RUNNER_ERROR_CODES, RunnerError, type RunnerErrorCode } from '../runner-error.ts';
import { readVariableOrFile, takePipes } from '../variable-or-file.ts';
import type { CliIo } from './cli-io.ts';
import { readEventStream } from './read-event-stream.ts';

/** How often a broken event stream is opened again before it counts as lost, and how long to wait in between. */
const RECONNECTS = 5;
const RECONNECT_MS = 500;

/**
 * The runs of a server, over its API; the same promises as in-process. Adds `server_unreachable` to the errors of every
 * method. The token that `env` has in `FM_TOKEN`, or in the file that
 * `FM_TOKEN_FILE` names, says who asks. A relative subpipeline is looked up in the server's workspace.
 */
export function createRemoteRuns(server: string, env: CliIo['env']): RunService {
  let token: Promise<string | undefined> | undefined;
  const findToken = () => {
    token ??= takePipes(env, (name) => name === 'FM_TOKEN').then((own) => readVariableOrFile(own, 'FM_TOKEN'));
    return token;
  };
  const at: Endpoint = { base: new URL('/api/v1/', server), findToken };
  return {
    async start(request: StartRun, options: StartOptions = {}) {
      const key = options.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey };
      return call(at, 'runs', Run, { method: 'POST', body: JSON.stringify(request), headers: key });
    },
    get: (runId) => call(at, `runs/${encodeURIComponent(runId)}`, Run),
    list: (query) => call(at, `runs?${toSearch(query)}`, RunPage),
    cancel: (runId, reason, { isForced = false } = {}) =>
      call(at, `runs/${encodeURIComponent(runId)}/cancel`, Run, {
        method: 'POST',
        body: JSON.stringify({ reason, ...(isForced && { force: true }) }),
      }),
    resolve: (runId, stageKey, { by: _by, ...decision }) =>
      call(at, `runs/${encodeURIComponent(runId)}/stages/${encodeURIComponent(stageKey)}/resolve`, Run, {
        method: 'POST',
        body: JSON.stringify(decision),
      }),
    resume: (runId) =>
      call(at, `runs/${encodeURIComponent(runId)}/resume`, Run, { method: 'POST', body: JSON.stringify({}) }),
    follow: (runId, afterSeq, signal) => follow(at, runId, afterSeq, signal),
  };
}

async function* follow(at: Endpoint, runId: RunId, afterSeq: number, signal: AbortSignal): AsyncGenerator<RunEvent> {
  let seq = afterSeq;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await send(at, `runs/${encodeURIComponent(runId)}/events?after=${seq}`, {
        headers: { Accept: 'text/event-stream' },
        signal,
      });
      if (response.status === 204 || !response.body) return;
      for await (const { type, data } of readEventStream(response.body)) {
        if (type !== undefined) continue; // that it was too slow, for one: the server then ends the stream
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
    if (failures > RECONNECTS) throw unreachable(at, 'it ended the stream of events before the run had ended');
    await sleep(RECONNECT_MS, undefined, { signal }).catch((reason: unknown) => {
      if (!signal.aborted) throw reason;
    });
  }
}

type Endpoint = { readonly base: URL; readonly findToken: () => Promise<string | undefined> };

type Call = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

async function call<Schema extends z.ZodType>(
  at: Endpoint,
  path: string,
  schema: Schema,
  options: Call = {},
): Promise<z.output<Schema>> {
  const response = await send(at, path, options);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw unreachable(at, 'its answer is not one of a FlowMason server');
}

async function send(at: Endpoint, path: string, { method = 'GET', body, headers, signal }: Call): Promise<Response> {
  const token = await at.findToken();
  let response: Response;
  try {
    response = await fetch(new URL(path, at.base), {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      redirect: 'manual', // wherever it leads has no business with the token
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(at, reasonOf(error), error);
  }
  if (response.ok) return response;
  if (response.status >= 300 && response.status < 400) throw unreachable(at, redirectOf(response, at.base));
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) throw unreachable(at, `it answered ${response.status} and is not a FlowMason server`);
  const { type, detail, diagnostics } = problem.data;
  const code = toCode(type);
  throw new RunnerError(
    code,
    code === 'unauthenticated' ? adviceOn(at.base, token) : detail,
    diagnostics && { diagnostics },
  );
}

function redirectOf(response: Response, base: URL): string {
  const location = response.headers.get('Location');
  const target = location !== null && URL.canParse(location, base.href) ? new URL(location, base).origin : undefined;
  const to = target === undefined || target === base.origin ? 'elsewhere' : `to ${target}`;
  return `it answered ${response.status} and sends on ${to}, which is not followed because it would get your token. Name the address of the server itself`;
}

function adviceOn(base: URL, token: string | undefined): string {
  return token === undefined
    ? `The server at ${base.origin} needs a token. Put one into FM_TOKEN, or into a file that FM_TOKEN_FILE names; "fm token create NAME --role operator" beside the server makes one.`
    : `The server at ${base.origin} does not know the token in FM_TOKEN (or FM_TOKEN_FILE): it is another server's, was revoked, or has expired. "fm token list" beside the server shows those that there are.`;
}

function toCode(type: string): RunnerErrorCode {
  const code = type.slice(type.lastIndexOf(':') + 1);
  return RUNNER_ERROR_CODES.find((known) => known === code) ?? 'request_invalid';
}

function unreachable(at: Endpoint, reason: string, cause?: unknown): RunnerError {
  return new RunnerError(
    'server_unreachable',
    `No FlowMason server answers at ${at.base.origin}: ${reason}. Runs are kept by the server that started them; start one with "fm serve", or name another with --server URL.`,
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

function toSearch({ pipeline, statuses, needsPerson, limit, cursor }: RunQuery): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({
    pipeline,
    status: statuses,
    needs_person: needsPerson || undefined,
    limit,
    cursor,
  })) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search;
}
