import { createStreamHub } from './stream-hub.ts';

/**
 * The worker that all pages of a browser share. A browser has six connections to a server over HTTP/1.1, so a stream for each
 * page would leave none for anything else. A shared worker rather than one page that streams for all: no page has to be
 * chosen anew when that one is closed, frozen or crashes.
 */
const hub = createStreamHub();

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports; // as a shared worker gets it
  if (port) hub.join(port);
});
