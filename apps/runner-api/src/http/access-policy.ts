import { isIP } from 'node:net';
import type { Identities } from '../access.ts';
import type { ServeOptions } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';

/** Who is let in at an address. */
export interface AccessPolicy {
  /** False: whoever asks without a token is a person at this machine, who may do everything. */
  readonly requiresToken: boolean;
  /** Hosts, in lower case, that requests may be meant for beside the names of this machine. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Requests that each caller may send in a minute; 0 for any number. */
  readonly ratePerMinute: number;
}

const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[?::1\]?)$/i;
const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::[0-9]{1,5})?$/;
const DEFAULT_RATE = 6000;

/**
 * At loopback nobody else can ask, so no token is needed unless it is required, or the server is told of a host that is not
 * loopback: then something stands in front of it that lets others in.
 * @throws {RunnerError} `host_refused` when others could reach the server and there is no token, or nothing says under which
 * name it is asked: a page could then point a name of its own at it.
 */
export function decidePolicy(
  { host, requireToken = false, allowedHosts = [], ratePerMinute }: ServeOptions,
  identities: Pick<Identities, 'hasToken'>,
): AccessPolicy {
  const isLocal = LOOPBACK.test(host);
  const names = new Set(allowedHosts.map(toHostName));
  const isAnyAddress = ['0.0.0.0', '::', '[::]'].includes(host);
  if (!isLocal && !isAnyAddress && names.size === 0 && isIP(bare(host)) !== 0)
    names.add(toHostName(withBrackets(host)));
  const isForOthers = !isLocal || [...names].some((name) => !LOOPBACK.test(name.replace(/:[0-9]+$/, '')));
  if (isForOthers && !identities.hasToken()) throw needsToken(host);
  if (!isLocal && names.size === 0) throw needsNames(host);
  const requiresToken = requireToken || isForOthers;
  return { requiresToken, allowedHosts: names, ratePerMinute: requiresToken ? (ratePerMinute ?? DEFAULT_RATE) : 0 };
}

/** True for the names and addresses that only this machine itself has. */
export function isLoopbackName(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The address without the brackets that a URL puts around one of IPv6. */
export function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function withBrackets(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function toHostName(text: string): string {
  const name = withBrackets(text.trim().toLowerCase().replace(/\.$/, ''));
  if (HOST.test(name)) return name;
  throw new RunnerError(
    'host_refused',
    `"${text.slice(0, 100)}" is not a host to allow. Give a name or an address as browsers send it, such as ci.example.com or 10.0.0.5:8443, without http:// and without a path.`,
  );
}

function needsToken(host: string): RunnerError {
  return new RunnerError(
    'host_refused',
    `Refused to listen on ${host}: others can reach it, and there is no access token yet. Make one, then start again:\n  fm token create admin --role admin\n  fm serve --host ${host} --allowed-host NAME`,
  );
}

function needsNames(host: string): RunnerError {
  return new RunnerError(
    'host_refused',
    `Refused to listen on ${host} without knowing under which name it is asked: any page could then point a name of its own at it. Say the names or addresses that people type:\n  fm serve --host ${host} --allowed-host ci.example.com`,
  );
}
