import { createHash } from 'node:crypto';
import { AuditPage, Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';

const TEXT = JSON.stringify({
  name: 'hello',
  version: '1.0.0',
  stages: [{ id: 'greet', component: 'logger', config: { message: 'hello' } }],
});

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ isKept: true });
});
afterAll(() => api.close());

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function lastLine(): Promise<unknown> {
  return AuditPage.parse(await (await api.get('/api/v1/audit?limit=1')).json()).items[0];
}

describe('GET /audit', () => {
  it('tells of edits what the text was before and after', async () => {
    const created = await api.post('/api/v1/pipelines', { id: 'hello', text: TEXT });
    const who = { at: expect.any(String), actor: 'local', role: 'admin', target: 'hello', address: '127.0.0.1' };
    expect(await lastLine()).toEqual({
      ...who,
      action: 'pipeline.create',
      outcome: 'done',
      before: null,
      after: sha256(TEXT),
      request_id: created.headers.get('x-request-id'),
    });
    const change = (headers: Record<string, string>) =>
      fetch(`${api.url}/api/v1/pipelines/hello`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ text: `${TEXT}\n` }),
      });
    await change({ 'If-Match': '"another"' });
    const edit = { action: 'pipeline.update', before: sha256(TEXT), after: sha256(`${TEXT}\n`) };
    expect(await lastLine()).toMatchObject({ ...edit, outcome: 'pipeline_changed' });
    await change({});
    expect(await lastLine()).toMatchObject({ ...edit, outcome: 'done' });
  });

  it('tells of a start the run and its definition, and the run tells who started it', async () => {
    const run = Run.parse(await (await api.post('/api/v1/runs', { document: TEXT })).json());
    expect(run.by).toBe('local');
    expect(await lastLine()).toMatchObject({
      action: 'run.start',
      target: run.id,
      definition: run.definition_hash,
      outcome: 'done',
    });
  });

  it('tells of a start that was refused, too', async () => {
    await api.post('/api/v1/runs', { pipeline: 'nowhere' });
    expect(await lastLine()).toMatchObject({ action: 'run.start', target: 'nowhere', outcome: 'pipeline_not_found' });
  });

  it('tells in full what somebody has done who makes secrets of what it would say', async () => {
    const secrets = { B: 'operator', C: 'run.start', D: 'greet-all', E: new Date().toISOString().slice(0, 10) };
    await api.post('/api/v1/runs', { document: TEXT, secrets });
    await api.post('/api/v1/pipelines', { id: 'greet-all', text: TEXT });
    const { items } = AuditPage.parse(await (await api.get('/api/v1/audit?limit=2')).json());
    expect(items).toMatchObject([
      { action: 'pipeline.create', target: 'greet-all', outcome: 'done' },
      { action: 'run.start', role: 'admin', outcome: 'done' },
    ]);
  });

  it('holds nothing that was sent', async () => {
    await api.post('/api/v1/runs', {
      document: TEXT,
      input: { card: 'canary-4711' },
      secrets: { A_KEY: 'canary-4711' },
    });
    expect(await (await api.get('/api/v1/audit')).text()).not.toContain('canary-4711');
  });
});
