import type { ServerResponse } from 'node:http';
import { Run } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, untilCount } from './runner-process.test-support.ts';

const TIMEOUT = { timeout: 180_000 };

const Spans = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** The spans that a receiver of OTLP got, each id once. */
function spansOf({ received }: TestService) {
  const spans = received
    .flatMap(({ body }) => Spans.parse(JSON.parse(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  return [...new Map(spans.map((span) => [span.spanId, span])).values()];
}

async function startAll() {
  const held: ServerResponse[] = [];
  let isHolding = true;
  const service = await startService(({ url }, res) => {
    if (url === '/slow' && isHolding) held.push(res);
    else res.end('{}');
  });
  const receiver = await startService(
    (_call, res) => void res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'),
  );
  const server = new CrashingServer();
  onTestFinished(async () => {
    await server.close();
    await service.close();
    await receiver.close();
  });
  const call = (id: string, rest: object = {}) => ({
    id,
    component: 'http_request',
    config: { url: `${service.url}/${id}`, ...rest },
  });
  return {
    service,
    receiver,
    server,
    stages: [call('fast'), { ...call('slow'), depends_on: ['fast'] }],
    untilHeld: (count: number) => untilCount(() => held.length, count),
    answer() {
      isHolding = false;
      for (const res of held.splice(0)) res.end('{}');
    },
  };
}

describe('a server that sends traces', TIMEOUT, () => {
  it('makes one trace of a run that a crash has interrupted, or goes on with that of its caller', async () => {
    const { service, receiver, server, stages, untilHeld, answer } = await startAll();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const [callersTrace, caller] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    await server.start(env);
    const { id } = await server.run(stages);
    const document = { name: 'crashing', version: '1.0.0', stages };
    const answered = await server.post('runs', { document }, { traceparent: `00-${callersTrace}-${caller}-01` });
    const called = Run.parse(await answered.json());
    await untilHeld(2);
    await server.end('SIGKILL');
    answer();
    await server.start(env);
    await server.untilEnd(id);
    await server.untilEnd(called.id);
    expect(await server.end('SIGTERM')).toBe(0);

    const spans = spansOf(receiver);
    const own = spans.filter(({ traceId }) => traceId !== callersTrace);
    const root = own.find(({ name }) => name === 'crashing');
    expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(1);
    expect(own.map(({ name, parentSpanId }) => [name, parentSpanId]).sort()).toEqual([
      ['crashing', undefined],
      ['fast', root?.spanId],
      ['slow', root?.spanId],
    ]);
    const callers = spans.filter(({ traceId }) => traceId === callersTrace);
    expect([callers.length, callers.find(({ name }) => name === 'crashing')?.parentSpanId]).toEqual([3, caller]);

    const expected = (name: string) => `00-${root?.traceId}-${own.find((span) => span.name === name)?.spanId}-01`;
    const told = service.received.map(({ url, headers }) => [url, headers['traceparent']]);
    expect(told.filter(([, traceparent]) => traceparent?.includes(root?.traceId ?? 'none'))).toEqual([
      ['/fast', expected('fast')],
      ['/slow', expected('slow')],
      ['/slow', expected('slow')],
    ]);
    expect(told).toHaveLength(6);
  });

  it('runs pipelines as well when nobody receives the traces', async () => {
    const { service, server, stages, answer } = await startAll();
    answer();
    await server.start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    const { id } = await server.run(stages);
    expect([(await server.untilEnd(id)).status, service.received.length]).toEqual(['succeeded', 2]);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
