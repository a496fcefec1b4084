import type { RequestHandler } from 'express';
import { RunnerError } from '../runner-error.ts';

const LOOPBACK_HOST = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?$/i;

/**
 * Refuses requests that a page of another site may have sent. The name in `Host` must be one of this machine's own, so
 * that no domain can be pointed here (DNS rebinding), and an `Origin` must be that of the page served here.
 */
export const checkOrigin: RequestHandler = (req, _res, next) => {
  // With two names, or another one in the request line, it is open which of them is meant.
  if ((req.headersDistinct['host']?.length ?? 0) > 1 || !/^[/*]/.test(req.url)) {
    throw refused('A request names its host once, in the header "Host", and its path starts with "/".');
  }
  const host = req.get('Host') ?? '';
  if (!LOOPBACK_HOST.test(host)) {
    throw refused(`The host "${printable(host)}" is not served. Open the runner as localhost or 127.0.0.1.`);
  }
  const origin = req.get('Origin');
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw refused(`Requests from "${printable(origin)}" are not accepted: only pages of http://${host} may ask.`);
  }
  const site = req.get('Sec-Fetch-Site');
  const isPage = req.get('Sec-Fetch-Mode') === 'navigate' && (req.method === 'GET' || req.method === 'HEAD');
  if ((site === 'cross-site' || site === 'same-site') && !isPage) {
    throw refused('Requests from pages of other sites are not accepted.');
  }
  next();
};

function refused(message: string): RunnerError {
  return new RunnerError('origin_refused', message);
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
