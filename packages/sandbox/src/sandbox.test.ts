import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from './read-json.ts';
import { SERVICES } from './route-request.ts';
import { BEARER, JSON_TYPE, open, STRATEGIC } from './sandbox.test-support.ts';
import { createSandbox } from './sandbox.ts';
import { SITUATIONS } from './situation.ts';

describe('createSandbox', () => {
  it('knows every situation that is listed', () => {
    expect(SITUATIONS.map(({ name }) => open(name).sandbox.state()['situation'])).toEqual(
      SITUATIONS.map(({ name }) => name),
    );
  });

  it('begins its list with the situation where all goes well', () => {
    expect(SITUATIONS[0]?.name).toBe('all-good');
  });

  it('names the situations that there are when asked for another', () => {
    expect(() => createSandbox({ situation: 'all-bad', now: () => 0 })).toThrow(/"all-bad".*all-good.*restore-refused/);
  });

  it('keeps what it received, in order, as the services read it', () => {
    const { ask, sandbox } = open('all-good');
    ask('github', 'GET', '/repos/o/r/actions/runs?head_sha=a%2Fb', { headers: BEARER });
    ask('slack', 'POST', '/services/T/B/x', { headers: JSON_TYPE, body: { text: 'hi' } });
    expect(sandbox.received).toEqual([
      {
        service: 'github',
        method: 'GET',
        path: '/repos/o/r/actions/runs',
        query: { head_sha: 'a/b' },
        headers: { authorization: 'Bearer any-token' },
        body: null,
        status: 200,
      },
      {
        service: 'slack',
        method: 'POST',
        path: '/services/T/B/x',
        query: {},
        headers: { 'content-type': 'application/json' },
        body: { text: 'hi' },
        status: 200,
      },
    ]);
  });

  it('marks every answer as simulated', () => {
    const { sandbox } = open('all-good');
    const answer = sandbox.handle({ service: 'staging', method: 'GET', url: '/health', headers: {}, body: '' });
    expect(answer.headers['x-flowmason-sandbox']).toBe('simulated');
  });

  it('divides how long an answer takes by its speed', () => {
    const delayAt = (speed: number) =>
      open('all-good', speed).sandbox.handle({
        service: 'staging',
        method: 'GET',
        url: '/health',
        headers: {},
        body: '',
      }).delayMs;
    expect([delayAt(1), delayAt(20)]).toEqual([40, 2]);
  });

  it('answers 404 for a service that it does not have', () => {
    expect(open('all-good').ask('jira', 'GET', '/x')).toEqual({
      status: 404,
      body: { error: 'the sandbox has no service for jira/x' },
    });
  });

  it('keeps worlds apart', () => {
    const [one, other] = [open('all-good'), open('all-good')];
    one.ask('slack', 'POST', '/services/x', { headers: JSON_TYPE, body: { text: 'hi' } });
    expect(other.sandbox.state()['messages']).toEqual([]);
  });

  it.each([
    ['/k8s.example:6443/apis/apps/v1/namespaces/production/deployments/a', 'GET', 'kubernetes'],
    ['/github.example/api/v3/repos/o/r/actions/runs', 'GET', 'github'],
    ['/loki.example/query', 'POST', 'logs'],
    ['/mimir.example/api/v1/query_range', 'POST', 'metrics'],
    ['/history.example/deployments?service=a', 'GET', 'deploys'],
    ['/qa.example/run', 'POST', 'tests'],
    ['/status.example/incidents', 'POST', 'statuspage'],
    ['/alerts.example/v2/enqueue', 'POST', 'pagerduty'],
    ['/chat.example/services/x', 'POST', 'slack'],
    ['/model.example/v1/chat/completions', 'POST', 'model'],
    ['/staging.shop.example/health', 'GET', 'staging'],
    ['/pay.internal/health', 'GET', 'service'],
    ['/shop.example/health', 'GET', 'production'],
  ])('finds out by %s which service an unknown host stands for', (url, method, service) => {
    const { ask, sandbox } = open('all-good');
    ask('hosts', method, url);
    expect(sandbox.received[0]?.service).toBe(service);
  });

  it('knows no service for an unknown host with an unknown path', () => {
    expect(open('all-good').ask('hosts', 'GET', '/example.com/').status).toBe(404);
  });

  it('answers every request, whatever stands in it', () => {
    const path = fc.constantFrom(
      '/apis/apps/v1/namespaces/production/deployments/a',
      '/apis/apps/v1/namespaces/production/deployments/a/scale',
      '/repos/o/r/actions/workflows/b.yml/dispatches',
      ...['/health', '/run', '/services/x', '/v2/enqueue', '/incidents', '/query', '/query_range', '/v1/messages'],
      ...['/v1/chat/completions', '/deployments?service=a', ''],
    );
    const service = fc.constantFrom(...Object.keys(SERVICES), 'hosts', '__proto__', '');
    const body = fc.oneof(fc.json(), fc.string(), fc.constant(`${'{"spec":'.repeat(50_000)}`));
    const headers = fc.constantFrom(
      {},
      STRATEGIC,
      { ...BEARER, ...JSON_TYPE },
      { Authorization: 'OAuth t', ...JSON_TYPE },
    );
    const method = fc.constantFrom('GET', 'POST', 'PATCH', 'TRACE');
    fc.assert(
      fc.property(fc.record({ service, method, url: path, headers, body }), (request) => {
        const { sandbox } = open('production-sick');
        const { status, body: text } = sandbox.handle(request);
        JSON.stringify(sandbox.state());
        return status >= 200 && status < 600 && typeof text === 'string';
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes JSON that is nested too deep for no JSON', () => {
    const deep = `${'{"spec":'.repeat(200)}1${'}'.repeat(200)}`;
    const answer = open('all-good').ask('kubernetes', 'PATCH', '/apis/apps/v1/namespaces/a/deployments/b', {
      headers: STRATEGIC,
      body: deep,
    });
    expect(answer.status).toBe(400);
  });

  it('takes keys of Object for no service and no content type', () => {
    const { ask } = open('all-good');
    expect(ask('constructor', 'GET', '/').status).toBe(404);
    expect(
      at(
        ask('kubernetes', 'PATCH', '/apis/apps/v1/namespaces/a/deployments/b', {
          headers: { ...BEARER, 'Content-Type': 'constructor' },
          body: {},
        }).body,
        'code',
      ),
    ).toBe(415);
  });
});
