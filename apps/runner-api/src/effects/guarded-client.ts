import { EffectError } from '@flowmason/engine';
import { toDurationText } from '@flowmason/pipeline-schema';
import { isForbiddenAddress, isForbiddenName, metadataRefusal } from './forbidden-address.ts';
import type { Caller, HostGuard } from './host-guard.ts';
import type { HttpTransport, TransportAnswer } from './http-transport.ts';
import { type AddressRule, addressInHost } from './judge-address.ts';
import { type AnswerBody, AnswerError, readAnswer } from './read-answer.ts';
import { explainTransportError } from './transport-failure.ts';

/** Decoded bytes that no answer may exceed, whatever a stage asks for. */
const HARD_LIMIT_BYTES = 10 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** How long an answer may take to arrive, from its headers on. Stages say less with `timeout_ms`; this ends what drips for ever. */
const ANSWER_TIME_MS = 3_600_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What may go along to another host when a redirect leads there; anything else may be a credential. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent', 'content-type']);

/** Which addresses may be called, and which are called instead. */
export interface AddressPolicy {
  /** The address to call instead; undefined for the same one. */
  rewrite(url: URL): URL | undefined;
  /** Why the address may not be called with what is to be sent there; undefined when it may. */
  refusalOf(url: URL, sent: SentContent): string | undefined;
  /** True when `text` holds a secret in any form. */
  holdsSecret(text: string): boolean;
  /** What is to be said of the addresses that the host of `url` turns out to have; not asked when it is rewritten. */
  addressRuleFor(url: URL): AddressRule | undefined;
}

/** What would leave for an address, beside the address itself. */
export interface SentContent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly caller: Pick<Caller, 'secretsRead'>;
}

export interface GuardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly followRedirects: boolean;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal;
  readonly caller: Caller;
}

export interface GuardedAnswer extends AnswerBody {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** How far a call has come; stays true when the call fails. */
export interface CallProgress {
  wasSent: boolean;
  /** The address that was called last; undefined while none was. */
  calledUrl: URL | undefined;
  isRewritten: boolean;
}

export interface GuardedClient {
  /**
   * Sends a request within the limits of `spec.md` §6 and §10, and tells `progress` how far it has come.
   * @throws {EffectError} when there is no usable answer; the signal's reason when it aborts.
   */
  send(request: GuardedRequest, progress: CallProgress): Promise<GuardedAnswer>;
}

export interface GuardedClientParts {
  readonly transport: HttpTransport;
  readonly policy: AddressPolicy;
  /** Spares services in trouble; shared by all runs. */
  readonly hosts: HostGuard;
  /** Default: an hour. */
  readonly answerTimeMs?: number;
}

/** The only client that leaves the process: every hop of every call passes the same checks. */
export function createGuardedClient(parts: GuardedClientParts): GuardedClient {
  return {
    async send(request, progress) {
      let hop = firstHop(request);
      for (let redirects = 0; ; redirects++) {
        const { answer, status, location } = await sendHop(hop, { ...parts, progress });
        if (location === undefined) return answer;
        if (redirects === MAX_REDIRECTS) {
          throw refused(hop, progress, 'EXECUTION', `was redirected more than ${MAX_REDIRECTS} times`);
        }
        hop = nextHop(hop, { status, url: location }, { policy: parts.policy, progress });
      }
    },
  };
}

type Hop = Omit<GuardedRequest, 'url'> & { readonly url: URL; readonly label: string };
type Progress = { readonly progress: CallProgress };

function firstHop(request: GuardedRequest): Hop {
  const label = labelOf(request.method, request.url);
  if (!URL.canParse(request.url)) {
    throw new EffectError('VALIDATION', `${label}: this is not an absolute address.`, {
      wasSent: false,
      retryable: false,
    });
  }
  return { ...request, url: new URL(request.url), label };
}

/** How a hop ended: with the answer to the whole request, or at another address. */
type HopEnd = { readonly status: number } & (
  | { readonly answer: GuardedAnswer; readonly location?: undefined }
  | { readonly answer?: undefined; readonly location: URL }
);

async function sendHop(hop: Hop, parts: Progress & GuardedClientParts): Promise<HopEnd> {
  const { transport, policy, hosts, progress } = parts;
  const rewritten = policy.rewrite(hop.url);
  const url = rewritten ?? hop.url;
  // Also the address that a rewrite leads away from: a rehearsal refuses what the real run would.
  const refusal = refusalOfForm(hop.url) ?? (rewritten && refusalOfForm(rewritten)) ?? policy.refusalOf(hop.url, hop);
  if (refusal !== undefined) throw refused(hop, progress, 'SECURITY', `is not called: ${refusal}`);
  progress.calledUrl = url;
  progress.isRewritten = rewritten !== undefined;
  const host = rewritten === undefined ? url.host : `${hop.url.host} (rewritten to ${url.host})`;
  const rule = rewritten === undefined ? policy.addressRuleFor(hop.url) : undefined;
  return hosts.watch({ host, label: hop.label, caller: hop.caller }, async () => {
    const received = await exchange(hop, { url, rule, transport, progress });
    const location = hop.followRedirects ? redirectTarget(received, hop) : undefined;
    if (location === undefined) return { status: received.status, answer: await read(received, hop, parts) };
    received.body.destroy();
    return { status: received.status, location };
  });
}

async function exchange(
  hop: Hop,
  call: Progress & { readonly url: URL; readonly rule: AddressRule | undefined; readonly transport: HttpTransport },
): Promise<TransportAnswer> {
  const { url, rule, transport, progress } = call;
  try {
    return await transport.send({
      method: hop.method,
      url,
      headers: hop.headers,
      body: hop.body,
      signal: hop.signal,
      rule,
      onSent: () => {
        progress.wasSent = true;
      },
    });
  } catch (error) {
    throw explained(error, hop, progress);
  }
}

async function read(answer: TransportAnswer, hop: Hop, parts: Progress & GuardedClientParts): Promise<GuardedAnswer> {
  const { status, headers, body } = answer;
  const { answerTimeMs = ANSWER_TIME_MS, progress } = parts;
  const timer = setTimeout(() => {
    const text = `took longer than ${toDurationText(answerTimeMs)} to arrive. Set timeout_ms to give up earlier`;
    body.destroy(new AnswerError('TIMEOUT', text));
  }, answerTimeMs).unref();
  const hasNoBody = hop.method === 'HEAD' || status === 204 || status === 304;
  try {
    const said = {
      contentEncoding: hasNoBody ? '' : (headers['content-encoding'] ?? ''),
      contentType: headers['content-type'] ?? '',
    };
    const limit = Math.min(hop.maxResponseBytes, HARD_LIMIT_BYTES);
    return { status, headers, ...(await readAnswer(body, said, limit)) };
  } catch (error) {
    throw explained(error, hop, progress);
  } finally {
    clearTimeout(timer);
  }
}

function explained(error: unknown, hop: Hop, progress: CallProgress): unknown {
  if (hop.signal.aborted) return hop.signal.reason;
  return (
    explainTransportError(error, {
      label: hop.label,
      url: progress.calledUrl ?? hop.url,
      isRewritten: progress.isRewritten,
      wasSent: progress.wasSent,
    }) ?? error
  );
}

function refusalOfForm(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `only http and https are called, not ${url.protocol.slice(0, -1)}`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'the address holds a user or password. Send them in an Authorization header from a secret instead';
  }
  const address = addressInHost(url.hostname);
  const isMetadata = address === undefined ? isForbiddenName(url.hostname) : isForbiddenAddress(address);
  return isMetadata ? metadataRefusal(url.hostname) : undefined;
}

/** Where an answer redirects to; undefined when it does not, or nowhere that can be read. */
function redirectTarget({ status, headers }: TransportAnswer, hop: Hop): URL | undefined {
  const location = headers['location'];
  if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, hop.url.href)) return undefined;
  return new URL(location, hop.url);
}

/** The next request of a redirect: as browsers make it, but nothing that may be secret goes to another origin. */
function nextHop(
  hop: Hop,
  { status, url }: { readonly status: number; readonly url: URL },
  { policy, progress }: Progress & { readonly policy: AddressPolicy },
): Hop {
  const becomesGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST';
  const isSameOrigin = url.origin === hop.url.origin;
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw refused(hop, progress, 'SECURITY', `was redirected from https to plain http at ${url.host}; not followed`);
  }
  if (!isSameOrigin && !becomesGet && hop.body !== undefined) {
    throw refused(
      hop,
      progress,
      'SECURITY',
      `was redirected with its body to another host (${url.host}); not followed. Call that address directly if it is meant`,
    );
  }
  if (!isSameOrigin && policy.holdsSecret(url.href)) {
    throw refused(
      hop,
      progress,
      'SECURITY',
      `was redirected to another host (${url.host}) with a secret in the address; not followed`,
    );
  }
  const kept = Object.entries(hop.headers).filter(([name]) => {
    if (becomesGet && /^content-/i.test(name)) return false;
    return isSameOrigin || HARMLESS_HEADERS.has(name.toLowerCase());
  });
  const next = { ...hop, url, headers: Object.fromEntries(kept) };
  return becomesGet ? { ...next, method: 'GET', body: undefined } : next;
}

function refused(hop: Hop, progress: CallProgress, type: 'SECURITY' | 'EXECUTION', reason: string): EffectError {
  return new EffectError(type, `${hop.label} ${reason}.`, { wasSent: progress.wasSent, retryable: false });
}

/** The request in words: without query and fragment, which say little and hide much. */
function labelOf(method: string, url: string): string {
  return `${method} ${url.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1')}`;
}
