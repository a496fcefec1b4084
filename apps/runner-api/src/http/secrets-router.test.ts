import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretOverview } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';

const VALUE = 'value-that-is-secret';
const call = { id: 'call', component: 'http_request', config: { url: 'https://a.example/{{secrets.TOKEN}}' } };
const other = {
  id: 'other',
  component: 'http_request',
  config: { url: 'https://a.example', headers: { a: '{{secrets.KEY}}' } },
};

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fm-secrets-api-'));
  api = await startApi({
    isKept: true,
    env: { HOME: join(folder, 'home'), FM_SECRET_KEY: 'key-of-the-environment' },
    files: {
      'one.pipeline.json': JSON.stringify({ name: 'one', version: '1', stages: [call] }),
      'two.pipeline.json': JSON.stringify({ name: 'two', version: '1', stages: [call, other] }),
      'broken.pipeline.json': '{',
    },
  });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

function send(method: string, name: string, body?: unknown): Promise<Response> {
  return fetch(`${api.url}/api/v1/secrets/${name}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function overview(): Promise<SecretOverview> {
  return SecretOverview.parse(await (await api.get('/api/v1/secrets')).json());
}

describe('the secrets of a server', () => {
  it('are set, replaced and removed, and never read back', async () => {
    const created = await send('PUT', 'TOKEN', { value: VALUE, hosts: ['a.example'] });
    const replaced = await send('PUT', 'TOKEN', { value: `${VALUE}-2` });
    const answers = [await created.text(), await replaced.text(), JSON.stringify(await overview())];
    expect([created.status, replaced.status, answers.some((text) => text.includes(VALUE))]).toEqual([201, 200, false]);
    expect((await overview()).items).toMatchObject([
      { name: 'TOKEN', version: 2, hosts: ['https://a.example'], problem: null },
    ]);
    expect((await api.get('/api/v1/secrets/TOKEN')).status).toBe(405);
    expect((await send('DELETE', 'TOKEN')).status).toBe(204);
    expect([(await overview()).items, (await send('DELETE', 'TOKEN')).status]).toEqual([[], 404]);
  });

  it('are told with the pipelines that read them, also those that nobody has stored', async () => {
    expect((await overview()).uses).toEqual([
      { name: 'KEY', pipelines: ['two'], is_in_environment: true },
      { name: 'TOKEN', pipelines: ['one', 'two'], is_in_environment: false },
    ]);
  });

  it.each([
    ['a short value', 'TOKEN', { value: 'short' }, 422],
    ['a name that is none', 'MY-TOKEN', { value: VALUE }, 422],
    ['a reserved name', '__proto__', { value: VALUE }, 422],
    ['no value', 'TOKEN', { hosts: [] }, 400],
    ['something else beside it', 'TOKEN', { value: VALUE, version: 7 }, 400],
    ['a host that strangers can register', 'TOKEN', { value: VALUE, hosts: ['*.com'] }, 422],
  ])('are not set with %s, which is not repeated', async (_, name, body, status) => {
    const answer = await send('PUT', name, body);
    expect([answer.status, (await answer.text()).includes(VALUE)]).toEqual([status, false]);
    expect((await overview()).items).toEqual([]);
  });

  it('are in the audit log without their values', async () => {
    await send('PUT', 'AUDITED', { value: VALUE });
    await send('DELETE', 'AUDITED');
    const log = readFileSync(join(api.root, '../data/audit.ndjson'), 'utf8');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      lines
        .filter(({ target, outcome }) => target === 'AUDITED' && outcome !== 'begun')
        .map(({ action, detail, outcome }) => [action, detail, outcome]),
    ).toEqual([
      ['secret.set', 'new', 'done'],
      ['secret.remove', undefined, 'done'],
    ]);
    expect(log).not.toContain(VALUE);
  });

  it('cannot be stored where runs are kept in memory', async () => {
    const inMemory = await startApi();
    const answer = await fetch(`${inMemory.url}/api/v1/secrets/TOKEN`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ value: VALUE }),
    });
    const list = SecretOverview.parse(await (await inMemory.get('/api/v1/secrets')).json());
    expect([answer.status, list.status]).toEqual([503, 'none']);
    await inMemory.close();
  });
});
