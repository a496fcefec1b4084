import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { CrashingServer, untilCount } from './runner-process.test-support.ts';

const TIMEOUT = 180_000;
const MAIN = createRequire(import.meta.url).resolve('../main.ts');

/** Answers to calls of finally, which the service holds back until it is told otherwise. */
let held: ServerResponse[];
let service: TestService;
let server: CrashingServer;
let ids: readonly string[];
/** What the service had been asked for at the kill, and before the first run was let go on. */
let callsAtKill: readonly string[];
let callsBeforeEnd: readonly string[];
let ends: readonly Run[];

const calls = () => service.received.map(({ url }) => url);

beforeAll(async () => {
  held = [];
  service = await startService(({ url }, res) => {
    if (url === '/clean/first') held.push(res);
    else res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  const call = (id: string) => ({
    id,
    component: 'http_request',
    config: { url: `${service.url}/${id}/{{input.name}}`, method: 'PUT' },
  });
  server = new CrashingServer();
  server.write('deploy.pipeline.json', {
    name: 'deploy',
    version: '1.0.0',
    settings: { concurrency: { key: '{{input.service}}' } },
    stages: [
      { id: 'block', component: 'trycatch', config: { try: ['roll'], finally: ['clean'] } },
      call('roll'),
      call('clean'),
    ],
  });
  await server.start();
  const start = async (name: string) => {
    const answer = await server.post('runs', { pipeline: 'deploy', input: { service: 'api', name } });
    return Run.parse(await answer.json()).id;
  };
  ids = [await start('first'), await start('second'), await start('third')];
  await untilCount(() => held.length, 1);
  callsAtKill = calls();
  await server.end('SIGKILL');
  await server.start();
  await untilCount(() => held.length, 2);
  callsBeforeEnd = calls();
  held[1]?.writeHead(200).end();
  ends = await Promise.all(ids.map((id) => server.untilEnd(id)));
}, TIMEOUT);

afterAll(async () => {
  await server.close();
  await service.close();
});

describe('turns of a server that was killed while a finally had one', () => {
  it('are kept: nobody else starts before that finally has ended', () => {
    expect([callsAtKill, callsBeforeEnd]).toEqual([
      ['/roll/first', '/clean/first'],
      ['/roll/first', '/clean/first', '/clean/first'],
    ]);
  });

  it('are then taken in the order of acceptance, one run at a time', () => {
    expect(ends.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(calls().slice(3)).toEqual(['/roll/second', '/clean/second', '/roll/third', '/clean/third']);
    expect(Date.parse(ends[1]?.started_at ?? '')).toBeGreaterThanOrEqual(Date.parse(ends[0]?.finished_at ?? ''));
  });

  it('are none of a command beside the server, which refuses and says where to go', async () => {
    const input = '{"service":"api","name":"beside"}';
    const words = ['run', 'deploy', '--input', input, '--workspace', server.workspace];
    const command = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said, [code]] = await Promise.all([text(command.stderr), once(command, 'exit')]);
    expect([code, said]).toEqual([2, expect.stringContaining('--server')]);
    expect(calls()).not.toContain('/roll/beside');
  }, 60_000);
});
