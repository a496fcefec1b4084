import type { Figure } from '../scripts/figure.ts';
import { BenchServer } from './support/bench-server.ts';
import { type HelperProcess, startHelper } from './support/helper-process.ts';
import type { LoadOrder, LoadReport } from './support/load-generator.ts';
import type { ServiceOrder, ServiceReport } from './support/local-service.ts';
import { quantileOf } from './support/median.ts';

const CLIENTS = 32;
const READERS = 200;
const WAITING = 1000;
const POLL_MS = 10;

type Parts = {
  readonly server: BenchServer;
  readonly load: HelperProcess<LoadOrder, LoadReport>;
  readonly service: HelperProcess<ServiceOrder, ServiceReport>;
};

/**
 * Runs over the API of the built server, durable as always, with a service on this machine. Server, service and clients
 * are processes of their own that share the processors. A client starts a run and hears of its end on a stream of events.
 */
export async function bench(): Promise<Figure[]> {
  const service = startHelper<ServiceOrder, ServiceReport>(new URL('./support/local-service.ts', import.meta.url));
  const load = startHelper<LoadOrder, LoadReport>(new URL('./support/load-generator.ts', import.meta.url));
  const server = new BenchServer();
  try {
    writePipelines(server, (await service.ask({ type: 'listen' })).url);
    await server.start();
    const parts = { server, load, service };
    await loadWith(parts, { pipeline: 'six-calls', clients: CLIENTS, runs: 500 }); // warms it up
    await loadWith(parts, { pipeline: 'six-transforms', clients: CLIENTS, runs: 500 });
    return [
      ...(await measureSixCalls(parts)),
      ...(await measureSixTransforms(parts)),
      ...(await measureParallelCalls(parts)),
      ...(await measureReaders(parts)),
      ...(await measureWaiting(parts)),
    ];
  } finally {
    await Promise.all([service.close(), load.close(), server.close()]);
  }
}

function writePipelines(server: BenchServer, serviceUrl: string): void {
  const call = (id: string, path: string, dependsOn: readonly string[] = []) => ({
    id,
    component: 'http_request',
    depends_on: dependsOn,
    config: { url: `${serviceUrl}/{{execution.run_id}}/${path}`, method: 'GET' },
  });
  const chain = Array.from({ length: 6 }, (_, index) => ({
    id: `s${index}`,
    dependsOn: index === 0 ? [] : [`s${index - 1}`],
  }));
  server.write(
    'six-calls',
    chain.map(({ id, dependsOn }) => call(id, 'now', dependsOn)),
  );
  server.write(
    'six-transforms',
    chain.map(({ id, dependsOn }) => ({
      id,
      component: 'json_transform',
      depends_on: dependsOn,
      config: { data: { a: 1, b: [1, 2, 3] }, expression: '{sum: sum(b), first: a}' },
    })),
  );
  server.write('four-calls', [
    ...['a', 'b', 'c', 'd'].map((id) => call(id, 'slow')),
    { id: 'last', component: 'logger', depends_on: ['a', 'b', 'c', 'd'], config: { message: 'all there' } },
  ]);
  server.write('hold', [call('held', 'hold')]);
}

type Measured = LoadReport & {
  /** Ms that the server kept processors busy. */
  readonly processorMs: number | undefined;
};

async function loadWith({ load, server }: Parts, order: Omit<LoadOrder, 'serverUrl'>): Promise<Measured> {
  const before = server.processorMs();
  const report = await load.ask({ serverUrl: server.url, ...order });
  const after = server.processorMs();
  return { ...report, processorMs: before === undefined || after === undefined ? undefined : after - before };
}

/** What the server itself takes for a run, however busy the machine is with others. */
function processorFigure(name: string, { processorMs, runMs }: Measured): Figure[] {
  if (processorMs === undefined) return [];
  return [{ name: `${name}, ${CLIENTS} clients: processor`, value: processorMs / runMs.length, unit: 'ms/run' }];
}

async function measureSixCalls(parts: Parts): Promise<Figure[]> {
  const { server, service } = parts;
  const storedBefore = server.storedBytes();
  const runs = 3000;
  const many = await loadWith(parts, { pipeline: 'six-calls', clients: CLIENTS, runs });
  const processor = processorFigure('six calls in a row', many);
  const storedBytes = server.storedBytes() - storedBefore;
  await service.ask({ type: 'report' });
  const one = await loadWith(parts, { pipeline: 'six-calls', clients: 1, runs: 200 });
  const { gapsMs } = await service.ask({ type: 'report' });
  return [
    { name: `six calls in a row, ${CLIENTS} clients`, value: perSecond(many), unit: 'runs/s', aim: '≥ 800' },
    ...processor,
    ...quantiles(`six calls in a row, ${CLIENTS} clients, one run`, many.runMs),
    ...quantiles('six calls in a row, one client, one run', one.runMs, { p50: '≤ 6' }),
    ...quantiles('… from the answer of one call to the next call', gapsMs, { p50: '≤ 5', p99: '≤ 50' }),
    { name: 'six calls in a row: bytes on disk', value: storedBytes / runs, unit: 'B/run' },
  ];
}

async function measureSixTransforms(parts: Parts): Promise<Figure[]> {
  const many = await loadWith(parts, { pipeline: 'six-transforms', clients: CLIENTS, runs: 6000 });
  const processor = processorFigure('six transforms', many);
  const one = await loadWith(parts, { pipeline: 'six-transforms', clients: 1, runs: 200 });
  return [
    { name: `six transforms, ${CLIENTS} clients`, value: perSecond(many), unit: 'runs/s', aim: '≥ 3,000' },
    ...processor,
    ...quantiles(`six transforms, ${CLIENTS} clients, one run`, many.runMs),
    ...quantiles('six transforms, one client, one run', one.runMs),
  ];
}

async function measureParallelCalls(parts: Parts): Promise<Figure[]> {
  const { runMs } = await loadWith(parts, { pipeline: 'four-calls', clients: 1, runs: 20 });
  return quantiles('four calls of 200 ms side by side, one run', runMs, { p50: '≤ 215' });
}

/** At about 100 events a second: six runs, of 20 events each. */
async function measureReaders(parts: Parts): Promise<Figure[]> {
  const order = { pipeline: 'six-calls', clients: 2, pauseMs: 300 };
  const few = await loadWith(parts, { ...order, runs: 40, readers: 1 });
  const many = await loadWith(parts, { ...order, runs: 40, readers: READERS });
  return [
    ...quantiles('from an event to its only reader', few.lagsMs, { p50: '≤ 10', p99: '≤ 50' }),
    ...quantiles(`from an event to each of ${READERS} readers`, many.lagsMs, { p99: '≤ 250' }),
  ];
}

/**
 * Of a server that has done nothing else: what the load before has made of its memory is a figure of its own. The runs wait for
 * answers that never come, so this ends with a server that is killed.
 */
async function measureWaiting({ server, service }: Parts): Promise<Figure[]> {
  const afterLoadMb = server.residentMb();
  await server.end('SIGTERM');
  await server.start();
  await service.ask({ type: 'report' });
  for (let index = 0; index < WAITING; index++) {
    const body = JSON.stringify({ pipeline: 'hold' });
    const answer = await fetch(`${server.url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    await answer.arrayBuffer();
  }
  let callers = 0;
  while (callers < WAITING) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    ({ callers } = await service.ask({ type: 'listen' }));
  }
  const residentMb = server.residentMb();
  if (residentMb === undefined || afterLoadMb === undefined) return [];
  return [
    { name: 'memory after all of that', value: afterLoadMb, unit: 'MB' },
    { name: `memory with ${WAITING} runs that wait for answers`, value: residentMb, unit: 'MB', aim: '≤ 300' },
  ];
}

function perSecond({ ms, runMs }: LoadReport): number {
  return (runMs.length * 1000) / ms;
}

type Aims = { readonly p50?: string; readonly p99?: string };

function quantiles(name: string, values: readonly number[], aims: Aims = {}): Figure[] {
  return [
    { name: `${name}, p50`, value: quantileOf(values, 0.5), unit: 'ms', ...(aims.p50 && { aim: aims.p50 }) },
    { name: `${name}, p99`, value: quantileOf(values, 0.99), unit: 'ms', ...(aims.p99 && { aim: aims.p99 }) },
  ];
}
