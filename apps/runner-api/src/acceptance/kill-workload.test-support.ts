import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ReceivedCall, startService, type TestService } from '../effects/http-services.test-support.ts';
import { type EndedRun, type KillHistory, outcomeOf } from './kill-oracle.test-support.ts';
import { CrashingServer } from './runner-process.test-support.ts';

/** Draws numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A service, a server in a workspace of its own, and pipelines of every kind, whose runs are killed and looked at. */
export class KillWorkload {
  readonly server: CrashingServer = new CrashingServer();
  readonly #random: () => number;
  readonly #service: TestService;
  readonly #acknowledged = new Map<string, string>();
  readonly #seen: KillHistory['seen'][number][] = [];
  #undisturbed: ReadonlyMap<string, string> = new Map();

  private constructor(service: TestService, random: () => number) {
    this.#service = service;
    this.#random = random;
    for (const [name, stages] of Object.entries(pipelinesOn(service.url))) {
      this.server.write(`${name}.pipeline.json`, { name, version: '1.0.0', settings: { max_parallel: 10 }, stages });
    }
  }

  /** The service answers after up to 30 ms, and refuses the first call of each `flaky` stage. */
  static async open(random: () => number): Promise<KillWorkload> {
    const refused = new Set<string>();
    const service = await startService(({ url }, res) => {
      const isRefused = url.endsWith('/flaky') && !refused.has(url);
      refused.add(url);
      res.writeHead(isRefused ? 503 : 200, { 'Content-Type': 'application/json' });
      setTimeout(() => res.end(JSON.stringify({ said: url.split('/').at(-1) })), random() * 30);
    });
    return new KillWorkload(service, random);
  }

  get callCount(): number {
    return this.#service.received.length;
  }

  get runCount(): number {
    return this.#acknowledged.size;
  }

  /** Runs every pipeline once while nobody disturbs it: the others are to end like that. */
  async learnOutcomes(): Promise<void> {
    const outcomes = new Map<string, string>();
    for (const pipeline of [...PIPELINES, 'child']) {
      const runId = await this.start(`undisturbed ${pipeline}`, pipeline);
      outcomes.set(pipeline, outcomeOf(await this.server.untilEnd(runId)));
    }
    this.#undisturbed = outcomes;
  }

  /** Starts a run of any of the pipelines, or of the one that is named; a client that hears nothing asks again with the same key. */
  async start(key: string, pipeline = PIPELINES[Math.floor(this.#random() * PIPELINES.length)]): Promise<string> {
    const runId = await this.server.postAgain('runs', { pipeline }, { 'Idempotency-Key': key });
    this.#acknowledged.set(key, runId);
    return runId;
  }

  /** Calls of a run, or of its child, to the stage; in a loop `<member>-<index>`. */
  callsOf(runId: string, stage: string): readonly ReceivedCall[] {
    return this.#service.received.filter(({ url }) => [`/${runId}/${stage}`, `/${runId}.sub/${stage}`].includes(url));
  }

  /** Remembers what can be seen of some runs now. */
  async look(): Promise<void> {
    const ids = [...this.#acknowledged.values()];
    for (const runId of [...ids.slice(-3), ids[Math.floor(this.#random() * ids.length)]]) {
      if (runId === undefined) continue;
      const events = await this.server.findEvents(runId);
      this.#seen.push({ runId, events: events ?? [], calls: this.callCount });
    }
  }

  /** Waits until all runs have ended, or wait for a person, and gives what is known of them. */
  async history(patienceMs?: number): Promise<KillHistory> {
    await this.server.untilAllRest(patienceMs);
    const runs = new Map<string, EndedRun | undefined>();
    for (const { id } of await this.server.listed()) {
      const [run, events] = [await this.server.find(id), await this.server.findEvents(id)];
      runs.set(id, run && events && { run, events });
    }
    return {
      acknowledged: [...this.#acknowledged.values()],
      runs,
      seen: this.#seen,
      received: this.#service.received,
      undisturbed: this.#undisturbed,
    };
  }

  /** What SQLite says of the store's file; the server must have ended. */
  integrity(): unknown {
    const database = new DatabaseSync(join(this.server.workspace, '.flowmason/journal.db'));
    try {
      return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#service.close();
  }
}

/** `lone` has a POST that nobody catches. `child` is started by `parent` otherwise. */
const PIPELINES = ['block', 'lone', 'flaky', 'routed', 'parent', 'branches'];

function pipelinesOn(serviceUrl: string): Readonly<Record<string, readonly unknown[]>> {
  const call = (id: string, method: string, depends_on: readonly string[] = [], rest: object = {}) => ({
    id,
    component: 'http_request',
    depends_on,
    config: { url: `${serviceUrl}/{{execution.run_id}}/${id}`, method },
    ...rest,
  });
  const retry = { max_attempts: 4, delay_seconds: 0.05, backoff: 1, jitter: false };
  return {
    block: [
      {
        id: 'block',
        component: 'trycatch',
        config: { try: ['read', 'change', 'write', 'report'], catch: ['undo'], finally: ['tidy'], parallel: true },
      },
      call('read', 'GET'),
      call('change', 'POST', ['read']),
      call('write', 'PUT', ['read']),
      call('report', 'POST', ['change', 'write']),
      call('undo', 'PUT'),
      call('tidy', 'PUT'),
    ],
    lone: [call('first', 'GET'), call('post', 'POST', ['first']), call('last', 'GET', ['post'])],
    flaky: [call('flaky', 'GET', [], { retry }), call('after', 'DELETE', ['flaky'])],
    routed: [
      { id: 'list', component: 'json_transform', config: { data: [1, 2, 3], expression: '@' } },
      {
        id: 'route',
        component: 'router',
        depends_on: ['list'],
        config: {
          routes: [{ name: 'three', condition: '{{stages.list.output | length == 3}}', stages: ['each'] }],
          default: ['never'],
        },
      },
      {
        id: 'each',
        component: 'foreach',
        config: { items: '{{stages.list.output}}', stages: ['item'] },
      },
      {
        id: 'item',
        component: 'http_request',
        config: { url: `${serviceUrl}/{{execution.run_id}}/item-{{index}}`, method: 'PUT' },
      },
      call('never', 'GET'),
      call('end', 'GET', ['each']),
    ],
    branches: ['GET', 'PUT', 'DELETE', 'GET'].flatMap((method, index) => [
      call(`start-${index}`, method),
      ...Array.from({ length: index }, (_, step) =>
        call(`step-${index}${step}`, method, [step === 0 ? `start-${index}` : `step-${index}${step - 1}`]),
      ),
    ]),
    parent: [{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }, call('after', 'PUT', ['sub'])],
    child: [call('one', 'GET'), call('two', 'POST', ['one'], { idempotent: false }), call('three', 'PUT', ['two'])],
  };
}
