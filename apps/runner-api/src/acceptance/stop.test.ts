import type { ServerResponse } from 'node:http';
import { Run } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startService } from '../effects/http-services.test-support.ts';
import { CrashingServer, until, untilCount } from './runner-process.test-support.ts';

const TIMEOUT = { timeout: 180_000 };
/** Child runs are being started at any moment in which a server that starts so many is stopped. */
const MANY = Array.from({ length: 2000 }, (_, index) => index);

/** A server, and a service that holds its answers back until `answer` is called. */
async function holdingService() {
  const held: ServerResponse[] = [];
  let isHolding = true;
  const service = await startService((_call, res) => {
    if (isHolding) held.push(res);
    else res.end('{}');
  });
  const server = new CrashingServer();
  onTestFinished(async () => {
    await server.close();
    await service.close();
  });
  return {
    service,
    server,
    untilHeld: (count: number) => untilCount(() => held.length, count),
    answer() {
      isHolding = false;
      for (const res of held.splice(0)) res.end('{}');
    },
    call: (id: string, method: string, rest: object = {}) => ({
      id,
      component: 'http_request',
      config: { url: `${service.url}/${id}`, method },
      ...rest,
    }),
  };
}

describe('a server that is stopped', TIMEOUT, () => {
  it('waits for a POST that is under way, also among starts, ends with 0, and its run goes on after the next start', async () => {
    const { server, service, untilHeld, answer, call } = await holdingService();
    const leaf = { id: 'leaf', component: 'logger', config: { message: 'leaf' } };
    server.write('leaf.pipeline.json', { name: 'leaf', version: '1.0.0', stages: [leaf] });
    await server.start();
    const { id } = await server.run([call('post', 'POST'), call('next', 'GET', { depends_on: ['post'] })]);
    await untilHeld(1);
    const starts = await server.run([
      { id: 'each', component: 'foreach', config: { items: MANY, stages: ['sub'], max_parallel: 20 } },
      { id: 'sub', component: 'subpipeline', config: { pipeline: 'leaf' } },
    ]);
    const ended = server.end('SIGTERM');
    answer();
    expect(await ended).toBe(0);
    await server.start();
    await server.post(`runs/${starts.id}/cancel`, { force: true });
    const run = await server.untilEnd(id);
    expect([run.status, run.stages['post']?.attempts]).toEqual(['succeeded', 1]);
    expect(service.received.map(({ url }) => url)).toEqual(['/post', '/next']);
  });
});

describe('a server that is being stopped', TIMEOUT, () => {
  it('says so and shows its runs until the last request has ended, and begins nothing', async () => {
    const { server, untilHeld, answer, call } = await holdingService();
    await server.start();
    const { id } = await server.run([call('post', 'POST')]);
    await untilHeld(1);
    const ended = server.end('SIGTERM');
    const ask = (path: string) => fetch(`${server.url}${path}`);
    await until(async () => (await ask('/readyz')).status === 503, 'the end to begin');
    const shown = await ask(`/api/v1/runs/${id}`);
    const refused = await server.post('runs', { document: { name: 'late', version: '1.0.0', stages: [] } });
    expect([shown.status, refused.status]).toEqual([200, 503]);
    expect(await refused.json()).toMatchObject({ type: 'urn:flowmason:problem:stopping' });
    expect(await (await ask('/readyz')).json()).toMatchObject({ checks: { process: 'stopping' } });
    answer();
    expect(await ended).toBe(0);
  });
});

describe('a run that was there at three crashes without coming further', TIMEOUT, () => {
  it('is held with its reason, others go on, and a person lets it go on', async () => {
    const { server, service, untilHeld, answer, call } = await holdingService();
    await server.start();
    const { id } = await server.run([call('get', 'GET')]);
    for (let crash = 1; crash <= 3; crash++) {
      await untilHeld(crash);
      await server.end('SIGKILL');
      await server.start();
    }
    const held = await server.until(id, ({ status }) => status === 'waiting');
    expect(held.held).toContain('3 times in a row');
    expect(service.received).toHaveLength(3);
    answer();
    const other = await server.run([call('other', 'GET')]);
    expect((await server.untilEnd(other.id)).status).toBe('succeeded');
    expect((await server.post(`runs/${id}/resume`, {})).status).toBe(202);
    const run = await server.untilEnd(id);
    expect([run.status, 'held' in run]).toEqual(['succeeded', false]);
  });
});

describe('a run whose secrets are gone with its process', TIMEOUT, () => {
  it('is held until the runner has them, and they are stored nowhere', async () => {
    const { server, service, untilHeld, answer, call } = await holdingService();
    const secrets = { TOKEN: 'correct-horse-battery' };
    const config = { url: `${service.url}/get`, headers: { 'X-Token': '{{ secrets.TOKEN }}' } };
    await server.start();
    const { id } = await server.run([call('get', 'GET', { config })], { secrets });
    await untilHeld(1);
    await server.end('SIGKILL');
    answer();
    await server.start();
    const held = await server.until(id, ({ status }) => status === 'waiting');
    expect(held.held).toContain('FM_SECRET_TOKEN');
    await server.end('SIGTERM');
    expect(server.storedBytes()).not.toContain('correct-horse-battery');
    await server.start({ FM_SECRET_TOKEN: 'correct-horse-battery' });
    expect((await server.untilEnd(id)).status).toBe('succeeded');
  });
});

describe('a run that was started with a key', TIMEOUT, () => {
  it('is found by it after a crash, and not started again', async () => {
    const { server, service, answer, call } = await holdingService();
    answer();
    const document = { name: 'keyed', version: '1.0.0', stages: [call('post', 'POST')] };
    const start = async () =>
      Run.parse(await (await server.post('runs', { document }, { 'Idempotency-Key': 'k' })).json());
    await server.start();
    const { id } = await start();
    await server.untilEnd(id);
    await server.end('SIGKILL');
    await server.start();
    expect([(await start()).id, service.received.length]).toEqual([id, 1]);
  });
});
