import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type NewRunEvent, RunId, RunPage } from '@flowmason/pipeline-schema';
import { openSqliteStore, type SqliteStore } from '../apps/runner-api/src/journal/sqlite-store.ts';
import type { Figure } from '../scripts/figure.ts';
import { BenchServer } from './support/bench-server.ts';
import { quantileOf } from './support/median.ts';

const RUNS = 100_000;
const PIPELINES = 20;
/** One run in so many has failed. */
const RARE = 5000;
const ROUNDS = 200;
const AT_ONCE = 500;

/**
 * What a long history costs: lists of runs over the API of the built server on a data directory with 100,000 runs, and its
 * start. The runs are appended to the store as the runner appends them, each at once.
 */
export async function bench(): Promise<Figure[]> {
  const server = new BenchServer();
  try {
    const path = join(server.data, 'journal.db');
    const ids = await writeHistory(path);
    const bytes = statSync(path).size;
    const startMs = await server.start();
    const deep = ids[Math.floor(RUNS / 10)] ?? '';
    return [
      { name: 'history: bytes on disk per run of three stages', value: bytes / RUNS, unit: 'B' },
      { name: 'history: start of the server on 100,000 runs', value: startMs, unit: 'ms', aim: '≤ 3,000' },
      ...(await measureList(server, 'first page', '')),
      ...(await measureList(server, 'deep page', `cursor=${deep}`)),
      ...(await measureList(server, 'one pipeline, deep', `pipeline=p7&cursor=${deep}`)),
      ...(await measureList(server, 'rare status', 'status=failed')),
      ...(await measureList(server, 'several statuses', 'status=failed,succeeded,cancelled')),
      ...(await measureList(server, 'rare status of one pipeline', 'status=failed&pipeline=p7')),
      ...(await measureList(server, 'status that no run has', 'status=waiting')),
      ...(await measure('GET /pipelines', () => getText(server, '/pipelines'))),
    ];
  } finally {
    await server.close();
  }
}

async function measureList(server: BenchServer, what: string, query: string): Promise<Figure[]> {
  return measure(`GET /runs, ${what}`, async () => {
    RunPage.parse(JSON.parse(await getText(server, `/runs?limit=50&${query}`)));
  });
}

async function getText({ url }: BenchServer, path: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return answer.text();
}

async function measure(what: string, ask: () => Promise<unknown>): Promise<Figure[]> {
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    await ask();
    ms.push(performance.now() - before);
  }
  return [
    { name: `history: ${what}, p50`, value: quantileOf(ms, 0.5), unit: 'ms' },
    { name: `history: ${what}, p99`, value: quantileOf(ms, 0.99), unit: 'ms', aim: '≤ 200' },
  ];
}

/** Gives the ids of the runs, oldest first. */
async function writeHistory(path: string): Promise<readonly RunId[]> {
  const store = await openSqliteStore(path, {
    onFailure(error) {
      throw error;
    },
  });
  const ids = Array.from({ length: RUNS }, (_, index) => RunId.parse(`run-${String(index).padStart(6, '0')}`));
  for (let from = 0; from < RUNS; from += AT_ONCE) {
    await Promise.all(ids.slice(from, from + AT_ONCE).map((id, index) => writeRun(store, id, from + index)));
  }
  await store.close();
  return ids;
}

async function writeRun({ journal }: SqliteStore, runId: RunId, index: number): Promise<void> {
  // All of them within the last days: older ones the server would remove.
  const fact = { at: new Date(Date.now() - (RUNS - index) * 1000).toISOString(), t: 0 };
  const stages = ['build', 'deploy', 'check'];
  const ofStage = (stage_id: string): readonly NewRunEvent[] => [
    {
      ...fact,
      type: 'stage.started',
      stage_id,
      attempt: 1,
      config: { url: 'https://api.example/v1/things', method: 'GET' },
    },
    { ...fact, type: 'stage.succeeded', stage_id, attempt: 1, output: { status_code: 200, body: 'x'.repeat(200) } },
  ];
  const events: readonly NewRunEvent[] = [
    {
      ...fact,
      type: 'run.queued',
      pipeline: `p${index % PIPELINES}`,
      version: '1.0.0',
      definition_hash: 'abc',
      input: { service: 'api' },
      trigger: 'bench',
      stages: stages.map((id) => ({ id, component: 'http_request' })),
    },
    { ...fact, type: 'run.started' },
    ...stages.flatMap(ofStage),
    {
      ...fact,
      type: 'run.finished',
      status: index % RARE === 7 ? 'failed' : 'succeeded',
      output: null,
      error: null,
    },
  ];
  await journal.append(runId, 0, events);
}
