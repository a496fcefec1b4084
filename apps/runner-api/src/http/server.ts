import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningServer, ServeOptions } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { bare, decidePolicy } from './access-policy.ts';
import { type AppParts, createApp } from './app.ts';

/** Each costs memory before it has said anything. Streams of events count too: an editor has one. */
const MAX_CONNECTIONS = 2000;

/**
 * Serves API and editor; resolves when they answer. Headers have 10 s to arrive and a request 60 s; more
 * than 2,000 connections at once are closed unheard.
 * @throws {RunnerError} `host_refused` for an address that others can reach without a token, or under any name, `port_taken` when something else listens.
 */
export async function startServer(parts: AppParts, options: ServeOptions): Promise<RunningServer> {
  const { host, port } = options;
  const policy = decidePolicy(options, parts.identities);
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5000 },
    createApp(parts, policy),
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toRunnerError(error, host, port)));
    server.listen({ host: bare(host), port }, resolve);
  });
  const { port: actual } = server.address() as AddressInfo; // it listens on TCP, so its address is no text and not null
  const name = nameOf(bare(host));
  return {
    url: `http://${name}:${actual}`,
    requiresToken: policy.requiresToken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // event streams would stay open for ever
      }),
  };
}

/** What stands for the address in a URL. One that stands for all of the machine's is none to go to: the machine itself takes loopback. */
function nameOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
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
