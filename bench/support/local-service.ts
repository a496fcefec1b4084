/** The service that pipelines of the benches call, as a process of its own. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOrders } from './helper-process.ts';

/** `listen` gives its address; `report` tells what has been called since the last time. */
export type ServiceOrder = { readonly type: 'listen' } | { readonly type: 'report' };
export type ServiceReport = {
  readonly url: string;
  readonly calls: number;
  /** Different values of the first part of the path, such as the ids of runs. */
  readonly callers: number;
  /** Ms between an answer and the next call of the same caller. */
  readonly gapsMs: readonly number[];
};

const SLOW_MS = 200;
const BODY = JSON.stringify({ status: 'ok' });

let calls = 0;
/** By caller: when its last answer left. */
const answeredAt = new Map<string, number>();
let gapsMs: number[] = [];

/** `/<caller>/…` is answered at once, `…/slow` after 200 ms, `…/hold` never. */
const server = createServer(({ url = '' }, res) => {
  const [, caller = '', what] = url.split('/');
  const before = answeredAt.get(caller);
  calls++;
  if (before !== undefined) gapsMs.push(performance.now() - before);
  if (what === 'hold') answeredAt.set(caller, performance.now());
  else if (what === 'slow') setTimeout(() => answer(res, caller), SLOW_MS);
  else answer(res, caller);
});

function answer(res: ServerResponse, caller: string): void {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': BODY.length }).end(BODY);
  answeredAt.set(caller, performance.now());
}

server.listen({ host: '127.0.0.1', port: 0 });

answerOrders<ServiceOrder>(async ({ type }) => {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const report: ServiceReport = { url: `http://127.0.0.1:${port}`, calls, callers: answeredAt.size, gapsMs };
  if (type === 'report') {
    calls = 0;
    gapsMs = [];
    answeredAt.clear();
  }
  return report;
});
