import { toDurationText } from '@flowmason/pipeline-schema';
import { isForbiddenAddress, isForbiddenName, metadataRefusal } from './forbidden-address.ts';
import {
  type CallProgress,
  firstHop,
  type GuardedRequest,
  type Hop,
  nextHop,
  redirectTarget,
  refused,
  shownAddress,
} from './hop.ts';
import type { Caller, HostGuard } from './host-guard.ts';
import { hostNamesOf } from './host-names.ts';
import type { HttpTransport, TransportAnswer } from './http-transport.ts';
import { type AddressRule, addressInHost } from './judge-address.ts';
import { type AnswerBody, AnswerError, readAnswer } from './read-answer.ts';
import { explainTransportError } from './transport-failure.ts';

/** Decoded bytes that no answer may exceed, whatever a stage asks for. */
const HARD_LIMIT_BYTES = 10 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** How long an answer may take to arrive, from its headers on. Stages say less with `timeout_ms`; this ends what drips for ever. */
const ANSWER_TIME_MS = 3_600_000;

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
  /** False when the host was made of a secret, so that no refusal may name it. */
  readonly isHostShown: boolean;
}

export interface GuardedAnswer extends AnswerBody {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
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
        hop = nextHop(hop, { status, url: location }, progress, parts.policy.holdsSecret);
      }
    },
  };
}

type Progress = { readonly progress: CallProgress };

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
  const refusal =
    refusalOfForm(hop.url, hop) ?? (rewritten && refusalOfForm(rewritten, hop)) ?? policy.refusalOf(hop.url, hop);
  if (refusal !== undefined) {
    throw refused(hop, progress, 'SECURITY', `is not ${hop.isRedirected ? 'followed' : 'called'}: ${refusal}`);
  }
  progress.calledUrl = url;
  progress.calledAs = rewritten && shownAddress(hop, rewritten, policy.rewrite);
  const host = rewritten === undefined ? url.host : `${hop.url.host} (rewritten to ${url.host})`;
  const shownHost = hop.isHostShown ? host : hostNamesOf(url, false).host;
  const rule = rewritten === undefined ? policy.addressRuleFor(hop.url) : undefined;
  return hosts.watch({ host, shownHost, label: hop.label, caller: hop.caller }, async () => {
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
      place: hostNamesOf(progress.calledUrl ?? hop.url, hop.isHostShown),
      isHostShown: hop.isHostShown,
      isRewritten: progress.calledAs !== undefined,
      wasSent: progress.wasSent,
    }) ?? error
  );
}

function refusalOfForm(url: URL, { isHostShown }: Hop): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `only http and https are called, not ${url.protocol.slice(0, -1)}`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'the address holds a user or password. Send them in an Authorization header from a secret instead';
  }
  const address = addressInHost(url.hostname);
  const isMetadata = address === undefined ? isForbiddenName(url.hostname) : isForbiddenAddress(address);
  return isMetadata ? metadataRefusal(isHostShown ? url.hostname : 'that a secret names') : undefined;
}
