import { Problem } from '@flowmason/pipeline-schema';

/** The server answered with an error; `problem` is its body, or one made up from the status when it sent none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

/** Nobody answered: the server is not running, or the network is gone. Trying again later may help. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Whatever checks and types an answer; zod's schemas do. */
type Parser<T> = { parse(value: unknown): T };

/** Where all routes stand. */
export const API_BASE = '/api/v1';

/**
 * Fetches `path` below the API and gives back the checked body.
 * @throws {ApiError} when the server refuses. @throws {ConnectionError} when there is no answer at all.
 */
export async function getJson<T>(path: string, parser: Parser<T>, signal?: AbortSignal): Promise<T> {
  return parser.parse(await send(path, signal ? { signal } : {}));
}

/** Posts `body` as JSON to `path`; answers and errors as for `getJson`. */
export async function postJson<T>(path: string, body: unknown, parser: Parser<T>): Promise<T> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return parser.parse(await send(path, init));
}

/** Writes `body` as JSON to `path` by PUT, with what is expected of the content there; answers and errors as for `getJson`. */
export async function putJson<T>(
  path: string,
  body: unknown,
  { parser, headers }: { readonly parser: Parser<T>; readonly headers: Readonly<Record<string, string>> },
): Promise<T> {
  const init = {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  return parser.parse(await send(path, init));
}

/** Removes what stands at `path`; errors as for `getJson`. */
export async function deleteAt(path: string, headers: Readonly<Record<string, string>>): Promise<void> {
  await send(path, { method: 'DELETE', headers });
}

async function send(path: string, init: RequestInit): Promise<unknown> {
  const response = await reach(path, init);
  // A proxy in front of a server that is down answers by itself.
  if (response.status === 502 || response.status === 504) throw new ConnectionError('The server does not answer.');
  if (response.status === 204) return undefined;
  const body = await readBody(response);
  if (response.ok && body !== undefined) return body;
  throw new ApiError(toProblem(response, body));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${API_BASE}${path}`, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ConnectionError('The server does not answer.', { cause });
  }
}

async function readBody(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return isJson ? response.json() : undefined;
}

function toProblem(response: Response, body: unknown): Problem {
  const problem = Problem.safeParse(body);
  if (problem.success) return problem.data;
  const status = response.ok ? 500 : response.status;
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `${new URL(response.url).pathname} answered ${response.status} ${response.statusText} without a JSON body.`,
  };
}
