import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Problem, Run } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startService } from '../effects/http-services.test-support.ts';
import { CrashingServer, until, untilCount } from './runner-process.test-support.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.test-support.ts';

const TIMEOUT = { timeout: 600_000 };
/** How often the disk is filled and emptied; 20 for a night. */
const CYCLES = Number(process.env['FM_DISK_CYCLES'] ?? 3);
const OPEN_RUNS = 5;

/** A service that holds its answers back until `answer`, from then on until `hold` it answers at once. */
async function holdingService() {
  const held: ServerResponse[] = [];
  let isHolding = true;
  const service = await startService((_call, res) => {
    if (isHolding) held.push(res);
    else res.end('{"padding":"'.concat('x'.repeat(2000), '"}'));
  });
  return {
    ...service,
    hold() {
      isHolding = true;
    },
    untilHeld: (count: number) => untilCount(() => held.length, count),
    answer() {
      isHolding = false;
      for (const res of held.splice(0)) res.end('{}');
    },
  };
}

class Client {
  readonly server = new CrashingServer();
  /** The ids of all runs that were acknowledged. */
  readonly acknowledged: string[] = [];

  /** Asks for a run; gives whether it was acknowledged. It is refused because the journal or the audit log has no room. */
  async start(url: string): Promise<'acknowledged' | 'refused'> {
    const stages = [1, 2].map((n) => ({
      id: `call-${n}`,
      component: 'http_request',
      config: { url: `${url}/${n}` },
      ...(n > 1 && { depends_on: ['call-1'] }),
    }));
    const answer = await this.server.post('runs', { document: { name: 'small', version: '1.0.0', stages } });
    if (answer.status === 202) {
      this.acknowledged.push(Run.parse(await answer.json()).id);
      return 'acknowledged';
    }
    const { type } = Problem.parse(await answer.json());
    expect([507, 503]).toContain(answer.status);
    expect(['urn:flowmason:problem:storage_full', 'urn:flowmason:problem:audit_failed']).toContain(type);
    return 'refused';
  }

  async untilReady(status: number): Promise<unknown> {
    let said: unknown;
    await until(async () => {
      const answer = await fetch(`${this.server.url}/readyz`);
      said = await answer.json();
      return answer.status === status;
    }, `/readyz to answer ${status}`);
    return said;
  }
}

/** One time: runs are under way, the disk fills up, they end, there is room again. */
async function fillAndEmpty(
  client: Client,
  {
    disk,
    service,
    isKilled,
  }: { disk: SmallDisk; service: Awaited<ReturnType<typeof holdingService>>; isKilled: boolean },
): Promise<void> {
  const { server, acknowledged } = client;
  service.hold();
  const first = acknowledged.length;
  for (let n = 0; n < OPEN_RUNS; n++) expect(await client.start(service.url)).toBe('acknowledged');
  await service.untilHeld(OPEN_RUNS);
  disk.fill();
  await until(async () => (await client.start(service.url)) === 'refused', 'a refusal');
  expect(await client.untilReady(503)).toEqual({
    status: 'not_ready',
    checks: { recovery: 'ok', storage: 'full', access: 'ok', process: 'ok' },
  });
  if (isKilled) {
    await server.end('SIGKILL');
    await server.start();
  }
  service.answer();
  for (const id of acknowledged.slice(first)) expect((await server.untilEnd(id)).status).toBe('succeeded');
  expect(await client.start(service.url)).toBe('refused');
  disk.empty();
  await client.untilReady(200);
  expect(await client.start(service.url)).toBe('acknowledged');
}

describe('a server whose disk fills up', TIMEOUT, () => {
  it('refuses new runs before it acknowledges them, brings open ones to their end, and goes on by itself', async (test) => {
    const client = new Client();
    const { server, acknowledged } = client;
    const disk = mountSmallDisk(join(server.workspace, '.flowmason'), 24);
    if (disk === undefined) {
      await server.close();
      // `group-commit.test.ts` has the same claims on a file that may not grow, and what follows here a disk that fails.
      return test.skip('this user may not mount a file system');
    }
    const service = await holdingService();
    onTestFinished(async () => {
      await server.end('SIGKILL');
      disk.unmount();
      await server.close();
      await service.close();
    });
    await server.start();
    for (let cycle = 1; cycle <= CYCLES; cycle++) {
      await fillAndEmpty(client, { disk, service, isKilled: cycle % 2 === 0 });
    }
    expect(await server.end('SIGTERM')).toBe(0);
    await server.start();
    for (const id of acknowledged) expect((await server.untilEnd(id)).status).toBe('succeeded');
    expect([...(await server.listed()).map(({ id }) => id)].sort()).toEqual([...acknowledged].sort());
  });
});

describe('a server whose disk fails', TIMEOUT, () => {
  it('takes no more work and ends with 1, and has everything that it acknowledged at its next start', async () => {
    const client = new Client();
    const { server, acknowledged } = client;
    onTestFinished(() => server.close());
    // A write beyond 16 MB is an error of the file system that is no lack of room.
    await server.start({}, { launcher: ['bash', '-c', 'ulimit -f 16384; exec "$@"', 'bash'] });
    const document = {
      name: 'large',
      version: '1.0.0',
      stages: [{ id: 'a', component: 'logger', config: { message: 'x' } }],
    };
    let hasFailed = false;
    for (let n = 0; n < 200 && !hasFailed; n++) {
      const input = { text: `${n}`.repeat(300_000).slice(0, 900_000) };
      try {
        const answer = await server.post('runs', { document, input });
        if (answer.status === 202) acknowledged.push(Run.parse(await answer.json()).id);
        hasFailed = answer.status === 503;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        hasFailed = true; // it ended before it could answer
      }
    }
    expect([hasFailed, acknowledged.length > 5]).toEqual([true, true]);
    expect(await server.ended()).toBe(1);
    await server.start();
    for (const id of acknowledged) expect((await server.untilEnd(id)).status).toBe('succeeded');
  });
});
