import type { Run, RunEvent } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, untilCount } from './runner-process.test-support.ts';

/** `FM_KILLS=200` for a night. */
const KILLS = Number(process.env['FM_KILLS'] ?? 6);
const RUNS_AT_ONCE = 8;
const TIMEOUT = 60_000 + KILLS * 30_000;

let service: TestService;
let server: CrashingServer;
/** Acknowledged runs as they ended, and the most that anybody had seen of their journals before a kill. */
let ended: readonly Run[];
let journals: ReadonlyMap<string, readonly RunEvent[]>;
const seen = new Map<string, readonly RunEvent[]>();
/** By the key that started them. */
const acknowledged = new Map<string, string>();

const call = (id: string, method: string, rest: object = {}) => ({
  id,
  component: 'http_request',
  config: { url: `${service.url}/{{execution.run_id}}/${id}`, method },
  ...rest,
});

/** A request that must not be repeated, two that may be, side by side, in a block whose finally tidies up. */
function stages(): readonly unknown[] {
  const block = { try: ['read', 'change', 'write', 'report'], catch: ['undo'], finally: ['tidy'], parallel: true };
  return [
    { id: 'block', component: 'trycatch', config: block },
    call('read', 'GET'),
    call('change', 'POST', { depends_on: ['read'] }),
    call('write', 'PUT', { depends_on: ['read'] }),
    call('report', 'POST', { depends_on: ['change', 'write'] }),
    call('undo', 'PUT'),
    call('tidy', 'PUT'),
  ];
}

/** Starts a run; a client that hears nothing asks again with the same key. */
async function startWithKey(key: string): Promise<void> {
  const document = { name: 'chaos', version: '1.0.0', stages: stages() };
  const id = await server.postAgain('runs', { document }, { 'Idempotency-Key': key });
  acknowledged.set(key, id);
}

beforeAll(async () => {
  service = await startService((_call, res) => {
    setTimeout(() => res.end('{}'), Math.random() * 30);
  });
  server = new CrashingServer();
  await server.start();
  for (let kill = 0; kill < KILLS; kill++) {
    const before = service.received.length;
    const starts = Array.from({ length: RUNS_AT_ONCE }, (_, index) => startWithKey(`${kill}-${index}`));
    await untilCount(() => service.received.length - before, 1 + Math.floor(Math.random() * RUNS_AT_ONCE * 5));
    const [runId = ''] = acknowledged.values();
    for (const id of [...acknowledged.values()].slice(-3).concat(runId).filter(Boolean)) {
      seen.set(id, await server.events(id));
    }
    await server.end('SIGKILL');
    await server.start();
    await Promise.all(starts);
  }
  ended = await Promise.all([...acknowledged.values()].map((id) => server.untilEnd(id)));
  journals = new Map(await Promise.all(ended.map(async ({ id }) => [id, await server.events(id)] as const)));
}, TIMEOUT);

afterAll(async () => {
  await server.close();
  await service.close();
});

const countOf = (url: string) => service.received.filter((received) => received.url === url).length;

describe(`${KILLS} kills at any moment`, () => {
  it('lose no run that was acknowledged, and start none twice', async () => {
    const ids = [...acknowledged.values()];
    expect(ids).toHaveLength(KILLS * RUNS_AT_ONCE);
    expect((await server.listedIds()).toSorted()).toEqual(ids.toSorted());
  });

  it('bring every run to an end that a run may have', () => {
    expect(ended.filter(({ status }) => status !== 'succeeded' && status !== 'recovered')).toEqual([]);
    const interrupted = ended.filter(({ status }) => status === 'recovered');
    expect(interrupted.filter(({ error }) => error?.type !== 'INTERRUPTED')).toEqual([]);
  });

  it('repeat no POST that must not be repeated', () => {
    const paths = ended.flatMap(({ id }) => [`/${id}/change`, `/${id}/report`]);
    expect(paths.filter((path) => countOf(path) > 1)).toEqual([]);
  });

  it('say of a POST that it succeeded only when it was sent', () => {
    const done = ended.flatMap(({ id, stages }) =>
      ['change', 'report'].filter((stage) => stages[stage]?.status === 'succeeded').map((stage) => `/${id}/${stage}`),
    );
    expect(done.filter((path) => countOf(path) !== 1)).toEqual([]);
  });

  it('tidy up after every run', () => {
    expect(ended.filter(({ id }) => countOf(`/${id}/tidy`) === 0)).toEqual([]);
  });

  it('execute nothing again whose end was recorded', () => {
    const again = [...journals.values()].flatMap((events) =>
      events.filter(
        (event, index) =>
          event.type === 'stage.started' &&
          events
            .slice(0, index)
            .some((earlier) => isEnd(earlier) && 'stage_id' in earlier && earlier.stage_id === event.stage_id),
      ),
    );
    expect(again).toEqual([]);
  });

  it('take back nothing that somebody has seen', () => {
    for (const [id, events] of seen) expect(journals.get(id)?.slice(0, events.length)).toEqual(events);
  });
});

function isEnd({ type }: RunEvent): boolean {
  return type === 'stage.succeeded' || type === 'stage.failed' || type === 'stage.skipped';
}
