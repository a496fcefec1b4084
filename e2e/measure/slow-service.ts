import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '../support/server.ts';

/** A service on this machine that takes its time. */
export interface SlowService {
  readonly url: string;
  readonly stop: () => void;
}

/** Starts a service that answers every path with a small JSON, each after as many milliseconds as `latencyOf` says. */
export async function startSlowService(latencyOf: (path: string) => number): Promise<SlowService> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    setTimeout(answer, latencyOf(request.url ?? '/'));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
