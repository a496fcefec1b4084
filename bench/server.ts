import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BUILT_FM } from '../scripts/builds.ts';
import type { Figure } from '../scripts/figure.ts';

const ROOT = join(import.meta.dirname, '..');
const PIPELINES = join(ROOT, 'pipelines');
const ROUNDS = 7;
/** How long a server is left alone before its memory is read. */
const IDLE_MS = 3000;

/** What the built command line and server cost: wall times are medians of seven starts, memory is that of the idle server. */
export async function bench(): Promise<Figure[]> {
  const validate = medianOf(Array.from({ length: ROUNDS }, validateOnce));
  const starts: ServerFigures[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push(await startOnce());
  const figures: Figure[] = [
    { name: 'fm validate, wall time', value: validate, unit: 'ms', aim: '≤ 300' },
    {
      name: 'fm serve, cold start to first answer',
      value: medianOf(starts.map(({ startMs }) => startMs)),
      unit: 'ms',
      aim: '≤ 500',
    },
    { name: 'GET /pipelines, first', value: medianOf(starts.map(({ pipelinesMs }) => pipelinesMs)), unit: 'ms' },
  ];
  const memory = starts.flatMap(({ residentMb }) => (residentMb === undefined ? [] : [residentMb]));
  if (memory.length > 0)
    figures.push({ name: 'fm serve, memory when idle', value: medianOf(memory), unit: 'MB', aim: '≤ 120' });
  return figures;
}

function validateOnce(): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [
    BUILT_FM,
    'validate',
    join(PIPELINES, 'devops-cicd-deployment.pipeline.json'),
  ]);
  if (status !== 0) throw new Error(`fm validate failed: ${stderr}`);
  return performance.now() - before;
}

/** `residentMb` is known on Linux only. */
type ServerFigures = {
  readonly startMs: number;
  readonly pipelinesMs: number;
  readonly residentMb: number | undefined;
};

async function startOnce(): Promise<ServerFigures> {
  const port = await findFreePort();
  const before = performance.now();
  const server = spawn(process.execPath, [BUILT_FM, 'serve', '--port', String(port), '--workspace', PIPELINES], {
    stdio: 'ignore',
  });
  try {
    await firstAnswer(`http://127.0.0.1:${port}/api/v1/health`, server);
    const startMs = performance.now() - before;
    const asked = performance.now();
    await (await fetch(`http://127.0.0.1:${port}/api/v1/pipelines`)).arrayBuffer();
    const pipelinesMs = performance.now() - asked;
    await pause(IDLE_MS);
    return { startMs, pipelinesMs, residentMb: residentMbOf(server) };
  } finally {
    const closed = once(server, 'exit');
    server.kill();
    await closed;
  }
}

async function firstAnswer(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined); // refused until it listens
    if (answer?.ok) return;
    await pause(2);
  }
  throw new Error(`fm serve ended with ${server.exitCode} before it answered`);
}

function residentMbOf({ pid }: ChildProcess): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
