import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { ForbiddenAddressError, isForbiddenAddress } from './forbidden-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Backstops for stages without `timeout_ms`; the attempt's own time-out is its signal. */
const HEADERS_TIMEOUT_MS = 3_600_000;
const SILENCE_TIMEOUT_MS = 300_000;
const MAX_HEADER_BYTES = 64 * 1024;

export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** Called when the request starts to leave the process: there is a connection, and it is about to be written to. */
  onSent(): void;
}

export interface TransportAnswer {
  readonly status: number;
  /** Lower-case names; several values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came over the wire, still encoded. Must be read or destroyed. */
  readonly body: Readable;
}

/** Sends one request to exactly the address it names; follows nothing and decodes nothing. */
export interface HttpTransport {
  send(request: TransportRequest): Promise<TransportAnswer>;
  close(): Promise<void>;
}

/**
 * A transport with a pool of connections of its own. A name is resolved once per connection, every address that it has
 * is judged, and the connection goes to a judged one, so nothing can change between check and use. The HTTP client is
 * loaded with the first request.
 */
export function createHttpTransport(): HttpTransport {
  let opening: Promise<Agent> | undefined;
  return {
    async send({ method, url, headers, body, signal, onSent }) {
      opening ??= openAgent();
      const agent = await opening;
      const answer = await agent.compose(reportSent(onSent)).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: method as Dispatcher.HttpMethod, // any token is a method; the type names the common ones
        headers: { ...headers },
        body: body ?? null,
        signal,
      });
      answer.body.on('error', () => {}); // its reader is told anyway; a body that nobody reads must not end the process
      return { status: answer.statusCode, headers: joinValues(answer.headers), body: answer.body };
    },
    async close() {
      await (await opening)?.destroy();
    },
  };
}

async function openAgent(): Promise<Agent> {
  const { Agent } = await import('undici');
  return new Agent({
    connect: { lookup: lookupJudged, timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

/** Resolves like the system does, and refuses a name of which any address is forbidden. */
const lookupJudged: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const forbidden = error ? undefined : addresses.find(({ address }) => isForbiddenAddress(address));
    const first = addresses?.[0];
    if (error) callback(error, '');
    else if (forbidden) callback(new ForbiddenAddressError(hostname), '');
    else if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  });
};

/** Tells when a request is handed to an open connection, which is after the last moment at which nothing has left. */
function reportSent(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onSent();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...values) => handler.onRequestUpgrade?.(...values),
      onResponseStart: (...values) => handler.onResponseStart?.(...values),
      onResponseData: (...values) => handler.onResponseData?.(...values),
      onResponseEnd: (...values) => handler.onResponseEnd?.(...values),
      onResponseError: (...values) => handler.onResponseError?.(...values),
    });
}

function joinValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
