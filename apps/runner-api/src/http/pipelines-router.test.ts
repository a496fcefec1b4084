import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineFile, PipelineSummary, Problem } from '@flowmason/pipeline-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startApi, type TestApi } from './api.test-support.ts';

const TEXT = '{ "name": "a",\n  "stages": [] }\n';
const LATIN_1 = Buffer.from('{"name":"named inside","description":"\xe9","stages":[]}', 'latin1');
const OTHER = '{"name":"b","stages":[]}';

let api: TestApi;
beforeEach(async () => {
  api = await startApi({ files: { 'a.pipeline.json': TEXT } });
});
afterEach(() => api.close());

function send(method: string, id: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}/api/v1/pipelines/${id}`, {
    method,
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function etagOf(id: string): Promise<string> {
  return (await api.get(`/api/v1/pipelines/${id}`)).headers.get('etag') ?? '';
}

async function textOf(path: string): Promise<string> {
  return readFile(join(api.root, path), 'utf8');
}

async function codeOf(answer: Response): Promise<string> {
  return Problem.parse(await answer.json()).type.replace('urn:flowmason:problem:', '');
}

describe('GET /pipelines/:id', () => {
  beforeEach(() => writeFile(join(api.root, 'latin.pipeline.json'), LATIN_1));

  it('refuses a file that is not UTF-8, because saving it would damage it', async () => {
    const answer = await api.get('/api/v1/pipelines/latin');
    expect(answer.status).toBe(422);
    expect(Problem.parse(await answer.json()).detail).toBe(
      'The file latin.pipeline.json is not UTF-8 text, so it cannot be opened without damage. Save it as UTF-8 in a text editor first.',
    );
  });

  it('refuses it by the name inside too', async () => {
    expect((await api.get('/api/v1/pipelines/named%20inside')).status).toBe(422);
  });

  it('still lists it among the others', async () => {
    const listed = z.array(PipelineSummary).parse(await (await api.get('/api/v1/pipelines')).json());
    expect(listed.map(({ id }) => id)).toEqual(['a', 'latin']);
  });

  it('lets it be written over', async () => {
    expect((await send('PUT', 'latin', { text: OTHER })).status).toBe(200);
    expect(await textOf('latin.pipeline.json')).toBe(OTHER);
  });
});

describe('PUT /pipelines/:id', () => {
  it('writes the text to the byte, and answers with its new ETag', async () => {
    const answer = await send('PUT', 'a', { text: OTHER }, { 'If-Match': await etagOf('a') });
    expect(answer.status).toBe(200);
    expect(PipelineFile.parse(await answer.json())).toMatchObject({ id: 'a', text: OTHER, etag: await etagOf('a') });
    expect(await textOf('a.pipeline.json')).toBe(OTHER);
  });

  it('makes a new file in a new folder', async () => {
    expect((await send('PUT', 'team/b', { text: OTHER }, { 'If-None-Match': '*' })).status).toBe(201);
    expect(await textOf('team/b.pipeline.json')).toBe(OTHER);
  });

  it('answers 412 when somebody else has written meanwhile, and changes nothing', async () => {
    const etag = await etagOf('a');
    await send('PUT', 'a', { text: OTHER });
    const late = await send('PUT', 'a', { text: '{}' }, { 'If-Match': etag });
    expect([late.status, await codeOf(late)]).toEqual([412, 'pipeline_changed']);
    expect(await textOf('a.pipeline.json')).toBe(OTHER);
  });

  it('lets only one of two writers win who have read the same', async () => {
    const headers = { 'If-Match': await etagOf('a') };
    const answers = await Promise.all([
      send('PUT', 'a', { text: '{"n":1}' }, headers),
      send('PUT', 'a', { text: '{"n":2}' }, headers),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('answers 409 where a file is that must not be', async () => {
    const answer = await send('PUT', 'a', { text: OTHER }, { 'If-None-Match': '*' });
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'pipeline_exists']);
  });

  it('answers 412 where any content is expected and there is no file, and makes none', async () => {
    const answer = await send('PUT', 'new', { text: OTHER }, { 'If-Match': '*' });
    expect([answer.status, await codeOf(answer)]).toEqual([412, 'pipeline_changed']);
    expect(await readdir(api.root)).toEqual(['a.pipeline.json']);
  });

  it('writes over a file of any content where one is expected', async () => {
    expect((await send('PUT', 'a', { text: OTHER }, { 'If-Match': '*' })).status).toBe(200);
    expect(await textOf('a.pipeline.json')).toBe(OTHER);
  });

  it('leaves no other file behind', async () => {
    await send('PUT', 'a', { text: OTHER });
    expect(await readdir(api.root)).toEqual(['a.pipeline.json']);
  });

  it.each([
    '..%2F..%2Fout',
    '.hidden',
    'a%00b',
    'con',
    'x%2F..%2Fy',
    '%2Fetc%2Fx',
    'node_modules%2Fx',
    `${'a'.repeat(200)}`,
  ])('refuses the id %s with 400', async (id) => {
    expect((await send('PUT', id, { text: OTHER })).status).toBe(400);
  });

  it('does not follow a link out of the workspace', async () => {
    await symlink(tmpdir(), join(api.root, 'link'));
    expect((await send('PUT', 'link%2Fx', { text: OTHER })).status).toBe(400);
  });

  it('writes a text of the full size, whose quotes take more room on the way', async () => {
    const text = `["${'a", "'.repeat(200_000)}"]`;
    expect((await send('PUT', 'a', { text })).status).toBe(200);
    expect(await textOf('a.pipeline.json')).toBe(text);
  });

  it('refuses half a character, which would be written as another one, and writes nothing', async () => {
    const answer = await send('PUT', 'a', { text: '{"name":"\ud83d"}' });
    expect([answer.status, await codeOf(answer), await textOf('a.pipeline.json')]).toEqual([
      400,
      'request_invalid',
      TEXT,
    ]);
  });

  it('refuses a text of more than 1 MB', async () => {
    expect((await send('PUT', 'a', { text: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
  });

  it('needs JSON', async () => {
    expect((await send('PUT', 'a', { text: OTHER }, { 'Content-Type': 'text/plain' })).status).toBe(415);
  });
});

describe('POST /pipelines', () => {
  it('makes a new file and says where it is', async () => {
    const answer = await api.post('/api/v1/pipelines', { id: 'team/new', text: OTHER });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/v1/pipelines/team%2Fnew');
    expect(await textOf('team/new.pipeline.json')).toBe(OTHER);
  });

  it('answers 409 when there is one', async () => {
    expect((await api.post('/api/v1/pipelines', { id: 'a', text: OTHER })).status).toBe(409);
    expect(await textOf('a.pipeline.json')).toBe(TEXT);
  });
});

describe('DELETE /pipelines/:id', () => {
  it('removes the file', async () => {
    expect((await send('DELETE', 'a', undefined, { 'If-Match': await etagOf('a') })).status).toBe(204);
    expect(await readdir(api.root)).toEqual([]);
  });

  it('answers 412 when the file has changed since', async () => {
    expect((await send('DELETE', 'a', undefined, { 'If-Match': '"old"' })).status).toBe(412);
    expect(await textOf('a.pipeline.json')).toBe(TEXT);
  });

  it('answers 404 when there is none', async () => {
    expect((await send('DELETE', 'nothing')).status).toBe(404);
  });
});
