import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP service on a free port of this machine, which keeps what it has received. */
export interface TestService {
  readonly url: string;
  readonly received: readonly ReceivedCall[];
  /** Empties `received`. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts a service that answers with `handle`, which gets the body as text. */
export async function startService(
  handle: (call: ReceivedCall, res: ServerResponse) => void,
  host = '127.0.0.1',
): Promise<TestService> {
  const received: ReceivedCall[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const call = {
      method: req.method ?? '',
      url: req.url ?? '',
      headers: req.headers,
      body: Buffer.concat(chunks).toString(),
    };
    received.push(call);
    handle(call, res);
  });
  await listen(server, host);
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    received,
    forget: () => void received.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port of this machine at which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  await listen(server, '127.0.0.1');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0 }, resolve);
  });
}
