import type { RequestHandler } from 'express';
import { RunnerError } from '../runner-error.ts';
import { isLoopbackName } from './access-policy.ts';

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?$/;

/**
 * Refuses requests that a page of another site may have sent. The name in `Host` must be one of this machine's own or of
 * `allowedHosts`, so that no other domain can be pointed here (DNS rebinding), and an `Origin` must be that of the page served here.
 * An allowed host may be served over https by a proxy in front; nothing that a proxy says in `X-Forwarded-…` is believed.
 */
export function checkOrigin(allowedHosts: ReadonlySet<string>): RequestHandler {
  return (req, _res, next) => {
    // With two names, or another one in the request line, it is open which of them is meant.
    if ((req.headersDistinct['host']?.length ?? 0) > 1 || !/^[/*]/.test(req.url)) {
      throw refused('A request names its host once, in the header "Host", and its path starts with "/".');
    }
    const host = (req.get('Host') ?? '').toLowerCase();
    const [, name = '', port] = HOST.exec(host) ?? [];
    const isLocal = isLoopbackName(name);
    if (!isLocal && !allowedHosts.has(host) && !allowedHosts.has(name)) {
      const how = allowedHosts.size > 0 ? 'Allow it with --allowed-host' : 'Open the runner as localhost or 127.0.0.1';
      throw refused(`The host "${printable(host)}" is not served. ${how}.`);
    }
    const origin = req.get('Origin')?.toLowerCase();
    const own = [`http://${port === '80' ? name : host}`];
    if (!isLocal || allowedHosts.has(host) || allowedHosts.has(name))
      own.push(`https://${port === '443' ? name : host}`);
    if (origin !== undefined && !own.includes(origin)) {
      throw refused(
        `Requests from "${printable(origin)}" are not accepted: only pages of ${own.join(' or ')} may ask.`,
      );
    }
    const site = req.get('Sec-Fetch-Site');
    const isPage = req.get('Sec-Fetch-Mode') === 'navigate' && (req.method === 'GET' || req.method === 'HEAD');
    if ((site === 'cross-site' || site === 'same-site') && !isPage) {
      throw refused('Requests from pages of other sites are not accepted.');
    }
    next();
  };
}

function refused(message: string): RunnerError {
  return new RunnerError('origin_refused', message);
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
