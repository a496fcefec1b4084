import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningServer, ServeOptions } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { type AppParts, createApp } from './app.ts';

const LOOPBACK_HOST = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1|\[::1\])$/i;

/**
 * Serves API and editor; resolves when they answer. Headers have 10 s to arrive and a request 60 s.
 * @throws {RunnerError} `host_refused` for an address that others can reach, `port_taken` when something else listens.
 */
export async function startServer(parts: AppParts, { host, port }: ServeOptions): Promise<RunningServer> {
  if (!LOOPBACK_HOST.test(host)) throw hostRefused(host);
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5000 },
    createApp(parts),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toRunnerError(error, host, port)));
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, resolve);
  });
  const { port: actual } = server.address() as AddressInfo; // it listens on TCP, so its address is no text and not null
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return {
    url: `http://${name}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // event streams would stay open for ever
      }),
  };
}

function hostRefused(host: string): RunnerError {
  return new RunnerError(
    'host_refused',
    `Refused to listen on ${host}: everyone who reaches that address could run pipelines, and access tokens do not exist yet. Listen on 127.0.0.1 and put a proxy or an SSH tunnel in front.`,
  );
}

function toRunnerError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new RunnerError(
      'port_taken',
      `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with --port ${port + 1}.`,
      { cause: error },
    );
  }
  if (error.code === 'EACCES') {
    return new RunnerError(
      'port_taken',
      `Port ${port} may not be opened by this user. Choose one above 1023 with --port 8999.`,
      { cause: error },
    );
  }
  return error;
}
