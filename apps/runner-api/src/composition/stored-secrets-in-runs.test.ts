import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startService } from '../effects/http-services.test-support.ts';
import type { Runner } from '../runner.ts';
import { createRunner } from './create-runner.ts';

const OLD = 'token-before-it-was-rotated';
const NEW = 'token-after-it-was-rotated';
const TIMEOUT = { timeout: 30_000 };

/** A workspace whose pipeline sends its token twice to a service that says it back, the first time when it is told to. */
async function newPlace() {
  const root = mkdtempSync(join(tmpdir(), 'fm-secret-runs-'));
  const waiting: (() => void)[] = [];
  const service = await startService(({ headers }, res) => {
    const answer = () => void res.end(`${headers['x-token']} ${OLD} ${NEW}`);
    if (service.received.length === 1) waiting.push(answer);
    else answer();
  });
  onTestFinished(async () => {
    await service.close();
    rmSync(root, { recursive: true, force: true });
  });
  const call = (id: string, more: object = {}) => ({
    id,
    component: 'http_request',
    config: { url: service.url, headers: { 'X-Token': '{{secrets.TOKEN}}' } },
    ...more,
  });
  const pipeline = {
    name: 'twice',
    version: '1.0.0',
    stages: [call('first'), call('second', { depends_on: ['first'] })],
  };
  writeFileSync(join(root, 'twice.pipeline.json'), JSON.stringify(pipeline));
  const open = (env: Record<string, string>): Promise<Runner> =>
    createRunner({
      workspace: root,
      data: join(root, 'data'),
      command: 'fm serve',
      onlyHere: true,
      env,
      editorFolder: '/nowhere',
      log: () => undefined,
      onStorageFailure: (error) => {
        throw error;
      },
    });
  return {
    open,
    service,
    answerFirst: () => waiting.splice(0).forEach((answer) => void answer()),
    home: join(root, 'home'),
  };
}

async function untilEnd(runner: Runner, runId: RunId): Promise<string> {
  const events: unknown[] = [];
  for await (const event of runner.runs.follow(runId, 0, AbortSignal.timeout(20_000))) events.push(event);
  return JSON.stringify([events, await runner.runs.get(runId)]);
}

describe('a run whose secret is replaced while it goes on', TIMEOUT, () => {
  it('sends the new one from the next stage on, and shows neither', async () => {
    const { open, service, answerFirst, home } = await newPlace();
    const runner = await open({ HOME: home });
    onTestFinished(() => runner.close());
    await runner.secrets.set('TOKEN', { value: OLD });
    const { id } = await runner.runs.start({ pipeline: 'twice' });
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    await runner.secrets.set('TOKEN', { value: NEW });
    answerFirst();
    const told = await untilEnd(runner, id);
    expect(service.received.map(({ headers }) => headers['x-token'])).toEqual([OLD, NEW]);
    expect([told.includes(OLD), told.includes(NEW), told.includes('•••TOKEN •••TOKEN •••TOKEN')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('runs while the key of the store is missing', TIMEOUT, () => {
  it('are refused when they read a stored secret, whatever the environment has', async () => {
    const { open, service, home } = await newPlace();
    const before = await open({ HOME: home });
    await before.secrets.set('TOKEN', { value: OLD });
    await before.close();
    const runner = await open({ HOME: '/nowhere', FM_SECRET_TOKEN: 'another-token-of-somebody' });
    onTestFinished(() => runner.close());
    await expect(runner.runs.start({ pipeline: 'twice' })).rejects.toMatchObject({
      code: 'secrets_unusable',
      message: expect.stringMatching(/reads secrets\.TOKEN, which is stored but cannot be used\. .* needs the key/),
    });
    expect(service.received).toEqual([]);
  });

  it('are held when they were open, and go on with the key', async () => {
    const { open, service, answerFirst, home } = await newPlace();
    const first = await open({ HOME: home });
    await first.secrets.set('TOKEN', { value: OLD });
    const { id } = await first.runs.start({ pipeline: 'twice' });
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    await first.close();
    answerFirst();
    const locked = await open({ HOME: '/nowhere' });
    await expect(locked.runs.resume(id)).rejects.toMatchObject({ code: 'secrets_unusable' });
    expect(await locked.runs.get(id)).toMatchObject({
      status: 'waiting',
      held: expect.stringContaining('needs the key'),
    });
    await locked.close();
    const runner = await open({ HOME: home });
    onTestFinished(() => runner.close());
    await runner.runs.resume(id);
    await untilEnd(runner, id);
    expect(await runner.runs.get(id)).toMatchObject({ status: 'succeeded' });
  });
});
