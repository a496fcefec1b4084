import type { Json } from '@flowmason/pipeline-schema';

/** A request to one simulated service, as it came in over HTTP. */
export type SandboxRequest = {
  readonly method: string;
  /** Path and query under the service: `/repos/a/b/actions/runs?head_sha=c`. */
  readonly url: string;
  /** First segment of the path under the sandbox's base address: `github`, `kubernetes`, … */
  readonly service: string;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there is none. */
  readonly body: string;
};

export type SandboxResponse = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long a real service would have taken, already divided by the sandbox's speed. */
  readonly delayMs?: number;
};

/** A request that a service looked at, kept so that tests and people can see what a run really sent. */
export type ReceivedRequest = {
  /** The service that answered; a request to `hosts` stands under the service that its path belongs to. */
  readonly service: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, otherwise the text; null when there was none. */
  readonly body: Json;
  /** The status that was answered. */
  readonly status: number;
};

/** A request as the services read it. */
export type ServiceRequest = Omit<ReceivedRequest, 'status'> & {
  /** The host that was asked, where the profile passes it on; empty otherwise. */
  readonly host: string;
  /** The body as it came. */
  readonly text: string;
};

/** What a service answers: `json` is sent with its content type, `text` as plain text, neither for an empty answer. */
export type ServiceAnswer = {
  readonly status: number;
  readonly json?: Json;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Simulated time until the answer, in ms. Default 50. */
  readonly latencyMs?: number;
};

/** Splits a request into what the services ask for. `host` and `service` may have been found by the caller. */
export function toServiceRequest({ method, url, service, headers, body }: SandboxRequest): ServiceRequest {
  const { path, query } = splitUrl(url);
  return {
    service,
    method: method.toUpperCase(),
    path,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: parseBody(body),
    host: '',
    text: body,
  };
}

/** The wire form of an answer at the given speed. */
export function toSandboxResponse(answer: ServiceAnswer, speed: number): SandboxResponse {
  const { status, json, text, headers = {}, latencyMs = 50 } = answer;
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const type =
    json === undefined ? text !== undefined && 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return {
    status,
    headers: { ...(type && { 'content-type': type }), 'x-flowmason-sandbox': 'simulated', ...headers },
    body,
    delayMs: latencyMs / speed,
  };
}

function splitUrl(url: string): { path: string; query: Record<string, string> } {
  const at = url.indexOf('?');
  if (at === -1) return { path: url, query: {} };
  return { path: url.slice(0, at), query: Object.fromEntries(new URLSearchParams(url.slice(at + 1))) };
}

/** Deeper JSON counts as text: no service asks for such a body, and walking it could exhaust the stack. */
const MAX_JSON_DEPTH = 100;

function parseBody(text: string): Json {
  if (text === '') return null;
  if (bracketDepth(text) > MAX_JSON_DEPTH) return text;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return text; // the service decides what to make of a body that is not JSON
    throw error;
  }
}

/** How deep brackets nest outside of JSON strings; one pass, whatever the text is. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString && character === '\\') index += 1;
    else if (character === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
