import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import type { Agent, buildConnector, Dispatcher } from 'undici';
import { type AddressRule, addressInHost, portOf, RefusedAddressError, refusalOfAddress } from './judge-address.ts';
import { type OwnEndpoints, ownEndpointRefusal } from './own-endpoints.ts';

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
  /** What the operator says of addresses, beside what is never called. */
  readonly rule?: AddressRule | undefined;
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

/** Resolves a name like `dns.lookup` of Node. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface TransportParts {
  /** Where the runner itself listens. */
  readonly own: OwnEndpoints;
  /** Default: as the system does. */
  readonly resolveName?: ResolveName;
}

/** Pools beside the one for requests without a rule; the one that was not used for longest makes room. */
const MAX_RULED_POOLS = 50;

/**
 * A transport with pools of connections of its own, one for each rule on addresses. A name is resolved once per
 * connection, every address that it has is judged, and the connection goes to a judged one, so nothing can change between
 * check and use. The HTTP client is loaded with the first request.
 */
export function createHttpTransport({ own, resolveName = lookup }: TransportParts): HttpTransport {
  const pools = new Map<string, Promise<Agent>>();

  const poolFor = (rule: AddressRule | undefined): Promise<Agent> => {
    const key = rule?.key ?? '';
    const pool = pools.get(key) ?? openPool({ own, resolveName }, rule);
    pools.delete(key);
    pools.set(key, pool); // the last place of the map: used last
    const oldest =
      pools.size > MAX_RULED_POOLS ? [...pools.keys()].find((name) => name !== '' && name !== key) : undefined;
    if (oldest !== undefined) {
      void pools.get(oldest)?.then((agent) => agent.close()); // what is under way in it comes to its end
      pools.delete(oldest);
    }
    return pool;
  };

  return {
    async send({ method, url, headers, body, signal, rule, onSent }) {
      const address = addressInHost(url.hostname);
      if (own.hasName(url.hostname, portOf(url))) throw new RefusedAddressError(ownEndpointRefusal(url.host));
      if (address !== undefined) judge({ host: url.hostname, address, port: portOf(url) }, own, rule);
      const pool = await poolFor(rule);
      const answer = await pool.compose(reportSent(onSent)).request({
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
      await Promise.all([...pools.values()].map(async (pool) => (await pool).destroy()));
    },
  };
}

async function openPool(parts: Required<TransportParts>, rule: AddressRule | undefined): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  return new Agent({
    connect: createConnector(buildConnector, parts, rule),
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

/** Opens connections to judged addresses. One inner connector per port, because only the port is not told to a look-up. */
function createConnector(
  build: typeof buildConnector,
  { own, resolveName }: Required<TransportParts>,
  rule: AddressRule | undefined,
): buildConnector.connector {
  const byPort = new Map<number, buildConnector.connector>();
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const judged: LookupFunction = (hostname, lookupOptions, done) => {
      resolveName(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
        if (error) return done(error, '');
        try {
          for (const { address } of addresses) judge({ host: hostname, address, port }, own, rule);
        } catch (refusal) {
          return done(refusal as Error, ''); // `judge` throws nothing but errors
        }
        if (lookupOptions.all) return done(null, addresses);
        done(null, addresses[0]?.address ?? '', addresses[0]?.family);
      });
    };
    // HTTP/2 is left out: it would be a second way in for answers, with limits of its own.
    const connector = byPort.get(port) ?? build({ lookup: judged, timeout: CONNECT_TIMEOUT_MS, allowH2: false });
    byPort.set(port, connector);
    connector(options, callback);
  };
}

/** @throws {RefusedAddressError} when no connection may go there. */
function judge(...destination: Parameters<typeof refusalOfAddress>): void {
  const refusal = refusalOfAddress(...destination);
  if (refusal !== undefined) throw new RefusedAddressError(refusal);
}

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
