import { EffectError, type ShownRequest } from '@flowmason/engine';
import type { Caller } from './host-guard.ts';
import { hostNamesOf } from './host-names.ts';

export interface GuardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly followRedirects: boolean;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal;
  readonly caller: Caller;
  /** Set when something of it was made of secrets. */
  readonly shown?: ShownRequest | undefined;
}

/** How far a call has come; stays true when the call fails. */
export interface CallProgress {
  wasSent: boolean;
  /** The address that was called last; undefined while none was. */
  calledUrl: URL | undefined;
  /** That address as it may be shown, when a profile gave it; undefined while the pipeline's own is called. */
  calledAs: string | undefined;
}

/** A call that has not begun. */
export function newProgress(): CallProgress {
  return { wasSent: false, calledUrl: undefined, calledAs: undefined };
}

/** One request of a call: the first, or one that a redirect leads to. */
export interface Hop extends Omit<GuardedRequest, 'url'> {
  readonly url: URL;
  /** The first request in words. */
  readonly request: string;
  /** This one in words, such as `GET https://api.example/x (redirected to https://files.example)`. */
  readonly label: string;
  readonly isRedirected: boolean;
  /** False when the host was made of a secret. */
  readonly isHostShown: boolean;
}

/** @throws {EffectError} VALIDATION for what is no address. */
export function firstHop(request: GuardedRequest): Hop {
  const { method, url, shown } = request;
  const label = labelOf(method, shown?.url ?? url);
  if (!URL.canParse(url)) {
    throw new EffectError('VALIDATION', `${label}: this is not an absolute address.`, {
      wasSent: false,
      retryable: false,
    });
  }
  const isHostShown = shown?.isHostShown ?? true;
  return { ...request, url: new URL(url), request: label, label, isRedirected: false, isHostShown };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer redirects to; undefined when it does not, or nowhere that can be read. */
export function redirectTarget(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  { url }: Hop,
): URL | undefined {
  const location = headers['location'];
  if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, url.href)) return undefined;
  return new URL(location, url);
}

/** What may go along to another host when a redirect leads there; anything else may be a credential. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent', 'content-type']);

/**
 * The next request of a redirect, as browsers make it. Nothing that was made of a secret goes to another origin, so there
 * it counts as a request without secrets.
 * @throws {EffectError} SECURITY when it must not be followed.
 */
export function nextHop(
  hop: Hop,
  { status, url }: { readonly status: number; readonly url: URL },
  progress: CallProgress,
  holdsSecret: (text: string) => boolean,
): Hop {
  const becomesGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST';
  const isSameOrigin = url.origin === hop.url.origin;
  const isHostShown = !isSameOrigin || hop.isHostShown;
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw refused(hop, progress, 'SECURITY', `was redirected from https to plain http at ${url.host}; not followed`);
  }
  if (!isSameOrigin && !becomesGet && hop.body !== undefined) {
    const reason = `was redirected with its body to another host (${url.host}); not followed. Call that address directly if it is meant`;
    throw refused(hop, progress, 'SECURITY', reason);
  }
  if (!isSameOrigin && holdsSecret(url.href)) {
    const reason = `was redirected to another host (${url.host}) with a secret in the address; not followed`;
    throw refused(hop, progress, 'SECURITY', reason);
  }
  const kept = Object.entries(hop.headers).filter(([name, value]) => {
    if (becomesGet && /^content-/i.test(name)) return false;
    return isSameOrigin || (HARMLESS_HEADERS.has(name.toLowerCase()) && !isOfSecret(hop, name, value));
  });
  const next: Hop = {
    ...hop,
    url,
    isHostShown,
    isRedirected: true,
    label: `${hop.request} (redirected to ${hostNamesOf(url, isHostShown).origin})`,
    headers: Object.fromEntries(kept),
    caller: isSameOrigin ? hop.caller : { ...hop.caller, secretsRead: [] },
  };
  return becomesGet ? { ...next, method: 'GET', body: undefined } : next;
}

function isOfSecret({ shown }: Hop, name: string, value: string): boolean {
  return shown !== undefined && shown.headers[name] !== value;
}

/** The address `called`, to which `rewrite` leads from the one of `hop`, as it may be shown. */
export function shownAddress(hop: Hop, called: URL, rewrite: (url: URL) => URL | undefined): string {
  const { shown, isRedirected, isHostShown } = hop;
  if (shown === undefined) return called.href;
  if (!isHostShown) return shown.url;
  if (isRedirected) return `${called.origin}/…`; // the path may repeat what was sent
  if (!URL.canParse(shown.url)) return `${called.origin}/${shown.url}`;
  return rewrite(new URL(shown.url))?.href ?? `${called.origin}/…`;
}

/** A call that ends with `hop`, for a reason of ours. */
export function refused(hop: Hop, progress: CallProgress, type: 'SECURITY' | 'EXECUTION', reason: string): EffectError {
  return new EffectError(type, `${hop.label} ${reason}.`, { wasSent: progress.wasSent, retryable: false });
}

/** The request in words: without query and fragment, which say little and hide much. */
function labelOf(method: string, url: string): string {
  return `${method} ${url.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1')}`;
}
