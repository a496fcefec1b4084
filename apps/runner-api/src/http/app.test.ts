import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { Problem } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';
import { API_OPERATIONS } from './api-operations.ts';

const HELLO = JSON.stringify(
  {
    name: 'hello',
    version: '1.2.0',
    description: 'Says hello',
    category: 'Demo',
    tags: ['demo'],
    stages: [
      { id: 'greet', component: 'logger', config: { message: 'hello' } },
      { id: 'again', component: 'logger', depends_on: ['greet'], config: { message: 'again' } },
    ],
  },
  null,
  2,
);
const BROKEN =
  '{"name": "broken", "version": "1.0.0", "stages": [{"id": "a", "component": "no_such_thing", "config": {}}]}';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    files: {
      'hello.pipeline.json': HELLO,
      'more/broken.pipeline.json': BROKEN,
      'more/twice.pipeline.json': HELLO.replace('"hello"', '"twice"'),
      'twice.pipeline.json': HELLO.replace('"hello"', '"other"'),
      'node_modules/x/hidden.pipeline.json': HELLO,
      '.hidden/hidden.pipeline.json': HELLO,
      'profiles/staging.profile.json': '{"description": "The staging world"}',
      'profiles/bad.profile.json': '{"http": {"rewrites": []}}',
    },
    editor: {
      'index.html': '<!doctype html><title>editor</title>',
      'assets/app-1a2b.js': 'export {}',
      'assets/app-1a2b.js.br': brotliCompressSync('export {}'),
    },
  });
});
afterAll(() => api.close());

async function problemOf(response: Response | Promise<Response>): Promise<Problem> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(await answer.json());
  expect(problem.status).toBe(answer.status);
  return problem;
}

describe('GET /health', () => {
  it('says that the runner is well', async () => {
    expect(await (await api.get('/api/v1/health')).json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      uptime_ms: expect.any(Number),
    });
  });
});

describe('GET /components', () => {
  it('describes every component with the schemas of its config and output', async () => {
    const components: unknown = await (await api.get('/api/v1/components')).json();
    expect(components).toContainEqual(
      expect.objectContaining({
        name: 'http_request',
        config_schema: expect.objectContaining({ type: 'object' }),
        output_schema: expect.objectContaining({ type: 'object' }),
      }),
    );
  });
});

describe('GET /pipelines', () => {
  it('lists the pipeline files of the workspace, and none of hidden folders or packages', async () => {
    const pipelines: unknown = await (await api.get('/api/v1/pipelines')).json();
    expect(pipelines).toEqual([
      expect.objectContaining({
        id: 'hello',
        path: 'hello.pipeline.json',
        name: 'hello',
        version: '1.2.0',
        description: 'Says hello',
        category: 'Demo',
        tags: ['demo'],
        components: ['logger'],
        stage_count: 2,
        error_count: 0,
        last_run: null,
      }),
      expect.objectContaining({ id: 'more/broken', name: 'broken', error_count: 1 }),
      expect.objectContaining({ id: 'more/twice' }),
      expect.objectContaining({ id: 'twice' }),
    ]);
  });
});

describe('GET /pipelines/:id', () => {
  it.each(['more/broken', 'more%2Fbroken', 'more/broken.pipeline.json', 'broken'])(
    'gives the file for %s',
    async (id) => {
      const answer = await api.get(`/api/v1/pipelines/${id}`);
      const file: unknown = await answer.json();
      expect(file).toMatchObject({ id: 'more/broken', path: 'more/broken.pipeline.json', text: BROKEN });
      expect(file).toMatchObject({ etag: answer.headers.get('etag') });
    },
  );

  it.each(['nothing', '..%2F..%2Fetc%2Fpasswd', '%00', 'a'.repeat(3000)])('answers 404 for %s', async (id) => {
    expect(await problemOf(api.get(`/api/v1/pipelines/${id}`))).toMatchObject({
      status: 404,
      type: 'urn:flowmason:problem:pipeline_not_found',
    });
  });

  it('answers 400 for an id that does not decode', async () => {
    expect((await problemOf(api.get('/api/v1/pipelines/%E0%A4%A'))).status).toBe(400);
  });
});

describe('GET /environments', () => {
  it('lists profiles, also those that cannot be used, and the situations of the sandbox', async () => {
    expect(await (await api.get('/api/v1/environments')).json()).toEqual({
      profiles: [
        { name: 'profiles/bad', description: '', error: expect.stringContaining('Unrecognized key: "rewrites"') },
        { name: 'profiles/staging', description: 'The staging world' },
      ],
      situations: expect.arrayContaining([expect.objectContaining({ name: 'all-good' })]),
    });
  });
});

describe('POST /validate', () => {
  it.each(['\uFEFF"hello"', `\uFEFF{"document":${BROKEN}}`, `\uFEFF${BROKEN}`])(
    'takes a body with a byte order mark for a document that has it',
    async (body) => {
      const answer = await api.post('/api/v1/validate', body);
      expect(await answer.json()).toMatchObject({
        diagnostics: [{ code: 'not-json', range: { start: { offset: 0 } } }],
      });
    },
  );

  const shapes: readonly (readonly [string, unknown])[] = [
    ['the document itself', HELLO],
    ['a JSON string of its text', JSON.stringify(HELLO)],
    ['the text as "text"', { text: HELLO }],
    ['the text as "document"', { document: HELLO }],
    ['the object as "document"', { document: JSON.parse(HELLO) }],
  ];
  it.each(shapes)('takes %s', async (_, body) => {
    const result: unknown = await (await api.post('/api/v1/validate', body)).json();
    expect(result).toEqual({
      diagnostics: [],
      normalised: expect.objectContaining({ name: 'hello', stages: expect.any(Array) }),
      mermaid: expect.stringContaining('flowchart'),
    });
  });

  it('reports every finding with its place', async () => {
    expect(await (await api.post('/api/v1/validate', BROKEN)).json()).toMatchObject({
      diagnostics: [{ severity: 'error', pointer: '/stages/0/component', range: { start: { line: 1 } } }],
    });
  });

  it.each(['{"name": ', '', '[1, 2', '"text" "text"', 'null'])('reports what is wrong with %s', async (text) => {
    const answer = await api.post('/api/v1/validate', text);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
      normalised: null,
      mermaid: null,
    });
  });

  it('survives a document that is nested 5,000 levels deep', async () => {
    const answer = await api.post('/api/v1/validate', `{"name":"x","stages":${'['.repeat(5000)}${']'.repeat(5000)}}`);
    expect(await answer.json()).toMatchObject({
      diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
    });
  });
});

describe('a body', () => {
  it('of more than 1 MB is refused with 413', async () => {
    const body = JSON.stringify({ document: 'x'.repeat(1024 * 1024) });
    expect((await problemOf(api.post('/api/v1/runs', body))).status).toBe(413);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx'])(
    'of type %s is refused with 415',
    async (type) => {
      expect((await problemOf(api.post('/api/v1/runs', '{}', { 'Content-Type': type }))).status).toBe(415);
    },
  );

  it('without a type is refused with 415', async () => {
    expect((await api.raw('/api/v1/runs', {}, { method: 'POST' })).status).toBe(415);
  });

  it('that is not JSON is refused with 400', async () => {
    expect(await problemOf(api.post('/api/v1/runs', '{"pipeline": '))).toMatchObject({ status: 400 });
  });

  it('that is nested 5,000 levels deep is refused', async () => {
    const body = `{"pipeline":"hello","input":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect((await problemOf(api.post('/api/v1/runs', body))).status).toBe(413);
  });

  it('with unknown keys is refused with 400, and they are named', async () => {
    const problem = await problemOf(api.post('/api/v1/runs', { pipeline: 'hello', inputs: {} }));
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining('"inputs"') });
  });

  it('with a key "__proto__" is refused with 400', async () => {
    expect((await problemOf(api.post('/api/v1/runs', '{"pipeline":"hello","__proto__":{"x":1}}'))).status).toBe(400);
  });
});

describe('a request from elsewhere', () => {
  const paths = ['/api/v1/health', '/api/v1/events', '/', '/assets/app-1a2b.js'];
  it.each(paths)('for another host name is refused at %s', async (path) => {
    expect((await api.raw(path, { Host: 'evil.example', Accept: 'text/html' })).status).toBe(403);
  });

  it.each(['localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:8999', 'localhost:80@evil'])(
    'for the host "%s" is refused',
    async (host) => {
      expect((await api.raw('/api/v1/health', { Host: host })).status).toBe(403);
    },
  );

  it.each([
    ['two Host headers', 'GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example'],
    ['another host in its first line', 'GET http://evil.example/api/v1/health HTTP/1.1\r\nHost: localhost'],
  ])('with %s is refused', async (_what, head) => {
    expect(await statusOf(`${head}\r\nConnection: close\r\n\r\n`)).toBe('HTTP/1.1 403 Forbidden');
  });

  it.each(['localhost', '127.0.0.1:1', '[::1]:8999', 'LOCALHOST:9'])('for the host "%s" is served', async (host) => {
    expect((await api.raw('/api/v1/health', { Host: host })).status).toBe(200);
  });

  it.each(['null', 'http://localhost.evil', 'http://127.0.0.1:1', 'https://evil.example'])(
    'with the origin "%s" is refused, and gets no CORS headers',
    async (origin) => {
      const answer = await api.get('/api/v1/health', { Origin: origin });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('with the page’s own origin is served', async () => {
    expect((await api.get('/api/v1/health', { Origin: api.url })).status).toBe(200);
  });

  it('that a browser marks as cross-site is refused', async () => {
    expect(
      (await api.raw('/api/v1/health', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' })).status,
    ).toBe(403);
  });
});

describe('an unknown route', () => {
  it.each(['/api/v1/nothing', '/api/v2/health', '/api', '/api/v1/health/x'])('answers 404 at %s', async (path) => {
    expect(await problemOf(api.get(path))).toMatchObject({
      status: 404,
      type: 'urn:flowmason:problem:route_not_found',
    });
  });
});

describe('a method that a route does not take', () => {
  it('is refused as such, also without a content type', async () => {
    expect((await api.raw('/api/v1/runs', {}, { method: 'PROPFIND' })).status).toBe(405);
  });

  it.each([
    ['DELETE', '/api/v1/health', 'GET'],
    ['PUT', '/api/v1/runs', 'POST, GET'],
    ['PATCH', '/api/v1/pipelines/more/broken', 'GET, PUT, DELETE'],
    ['POST', '/api/v1/runs/x/events', 'GET'],
  ])('is refused: %s %s', async (method, path, allowed) => {
    const answer = await fetch(`${api.url}${path}`, { method, headers: { 'Content-Type': 'application/json' } });
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(await problemOf(answer)).toMatchObject({ status: 405, type: 'urn:flowmason:problem:method_refused' });
  });
});

describe('openapi.json', () => {
  it('tells only routes that the server has', async () => {
    const operations = API_OPERATIONS.map(({ method, path }) => [method, path.replace('{id}', 'some-id')] as const);
    const codes = await Promise.all(
      operations.map(async ([method, path]) => {
        const { status, headers } = await fetch(`${api.url}/api/v1${path}`, {
          method,
          headers: method === 'get' ? {} : { 'Content-Type': 'application/json' },
        });
        const isStream = headers.get('content-type')?.startsWith('text/event-stream');
        return [
          method,
          path,
          status === 405 || (status === 404 && !path.includes('some-id')) ? 'absent' : isStream ? 'stream' : 'there',
        ];
      }),
    );
    expect(codes.filter(([, , state]) => state === 'absent')).toEqual([]);
    expect(codes.filter(([, , state]) => state === 'stream').map(([, path]) => path)).toEqual(['/events']);
    const document: unknown = await (await api.get('/api/v1/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/runs/{id}/events': { get: {} } } });
  });
});

describe('every answer', () => {
  it('carries headers that keep it to itself', async () => {
    const { headers } = await api.get('/api/v1/health');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('the editor', () => {
  it.each(['/', '/pipelines/hello'])('is served at %s', async (path) => {
    const answer = await api.get(path, { Accept: 'text/html' });
    expect(await answer.text()).toContain('<title>editor</title>');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/pipelines/%E0%A4%A', '/%'])('is served at %s too, which does not decode', async (path) => {
    const answer = await api.get(path, { Accept: 'text/html' });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>editor</title>')]);
  });

  it('has no file at an address that does not decode', async () => {
    expect(await problemOf(api.get('/assets/%E0%A4%A.js'))).toMatchObject({ status: 404 });
  });

  it('has files that never change, since their names hold a hash', async () => {
    const answer = await api.get('/assets/app-1a2b.js');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('sends the compressed copy that the build has left', async () => {
    const answer = await api.get('/assets/app-1a2b.js', { 'Accept-Encoding': 'br' });
    const { headers } = answer;
    expect([headers.get('content-encoding'), headers.get('cache-control'), await answer.text()]).toEqual([
      'br',
      'public, max-age=31536000, immutable',
      'export {}',
    ]);
  });

  it('gives no page for a file that is not there', async () => {
    expect((await api.get('/assets/gone.js', { Accept: 'text/html' })).status).toBe(404);
  });

  it('answers the start page to whoever takes anything', async () => {
    const answer = await api.get('/', { Accept: '*/*' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('that is not built gives a page that says how to build it', async () => {
    const bare = await startApi();
    const answer = await bare.get('/', { Accept: 'text/html' });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('pnpm@12.21.0 build');
    await bare.close();
  });
});

describe('serving', () => {
  it.each(['0.0.0.0', '::', '192.168.1.1', 'example.com'])('is refused on %s', async (host) => {
    await expect(api.runner.serve({ host, port: 0 })).rejects.toMatchObject({ code: 'host_refused' });
  });

  it('on a port that is taken fails with what to do', async () => {
    const port = Number(new URL(api.url).port);
    await expect(api.runner.serve({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(`--port ${port + 1}`),
    });
  });
});

/** The first line of the answer to bytes that no HTTP client would send. */
async function statusOf(request: string): Promise<string | undefined> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.end(request);
  return (await text(socket)).split('\r\n')[0];
}
