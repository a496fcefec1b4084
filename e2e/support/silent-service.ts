import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that lets everybody wait until it is told to answer. */
export interface SilentService {
  readonly url: string;
  /** Resolves with the first request. */
  readonly isAsked: Promise<void>;
  /** How many requests have come. */
  readonly count: () => number;
  /** From now on, and for those that wait. */
  readonly answer: () => void;
  readonly stop: () => void;
}

/** Starts one on a free port. */
export async function startSilentService(): Promise<SilentService> {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  let count = 0;
  const server = createServer(async (_request, response) => {
    count += 1;
    asked.resolve();
    await answered.promise;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    isAsked: asked.promise,
    count: () => count,
    answer: () => answered.resolve(),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
