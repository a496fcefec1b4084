import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox, SandboxRequest } from '@flowmason/sandbox';

/** A sandbox that answers over real HTTP on a free port of this machine. */
export interface SandboxServer {
  /** Without a slash at the end; the services stand under it by name. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** Serves `sandbox` on loopback until it is closed. */
export async function serveSandbox(sandbox: Sandbox): Promise<SandboxServer> {
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((req, res) => {
    answer(sandbox, req, res, timers).catch((error: unknown) => {
      res.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP, so its address is no text and not null
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await closeServer(server);
    },
  };
}

async function answer(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, timers: Set<NodeJS.Timeout>) {
  const request = toRequest(req, await readBody(req));
  const { status, headers, body, delayMs = 0 } = sandbox.handle(request);
  if (delayMs > 0) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, delayMs);
      timers.add(timer);
    });
  }
  res.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
}

/** `/github/repos/a?x=1` is `/repos/a?x=1` of the service `github`. */
function toRequest(req: IncomingMessage, body: string): SandboxRequest {
  const [, service = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(req.url ?? '/') ?? [];
  const headers = Object.entries(req.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return {
    method: req.method ?? 'GET',
    service,
    url: rest.startsWith('/') ? rest : `/${rest}`,
    headers: Object.fromEntries(headers),
    body,
  };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Error('the request to the sandbox is larger than 1 MB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
