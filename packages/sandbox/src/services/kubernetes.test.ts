import { describe, expect, it } from 'vitest';
import { at } from '../read-json.ts';
import { BEARER, imagePatch, open, STRATEGIC } from '../sandbox.test-support.ts';

const API = '/apis/apps/v1/namespaces/production/deployments/api';
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'] as const;

describe('kubernetes', () => {
  it('shows the image that a deployment runs', () => {
    const { body } = open('all-good').ask('kubernetes', 'GET', API, { headers: BEARER });
    expect(at(body, ...IMAGE)).toBe('gcr.io/myproject/api:2.4.1');
  });

  it('keeps what a patch changes and leaves the rest', () => {
    const { ask } = open('all-good');
    ask('kubernetes', 'PATCH', API, { headers: STRATEGIC, body: imagePatch('api', 'r/api:new') });
    const { body } = ask('kubernetes', 'GET', API, { headers: BEARER });
    expect(at(body, 'spec', 'template', 'spec', 'containers')).toEqual([
      { name: 'api', image: 'r/api:new', env: [{ name: 'DB_POOL_MAX', value: '20' }] },
    ]);
  });

  it('keeps the history of images and replicas', () => {
    const { ask, sandbox } = open('all-good');
    ask('kubernetes', 'PATCH', API, { headers: STRATEGIC, body: imagePatch('api', 'r/api:new') });
    ask('kubernetes', 'PATCH', `${API}/scale`, { headers: STRATEGIC, body: { spec: { replicas: 5 } } });
    const history = at(sandbox.state(), 'deployments', 0, 'history');
    expect([0, 1, 2].map((index) => [at(history, index, 'image'), at(history, index, 'replicas')])).toEqual([
      ['gcr.io/myproject/api:2.4.1', 3],
      ['r/api:new', 3],
      ['r/api:new', 5],
    ]);
  });

  it('keeps namespaces apart', () => {
    const { ask } = open('all-good');
    ask('kubernetes', 'PATCH', API.replace('production', 'staging'), {
      headers: STRATEGIC,
      body: imagePatch('api', 'r/api:new'),
    });
    const { body } = ask('kubernetes', 'GET', API, { headers: BEARER });
    expect(at(body, ...IMAGE)).toBe('gcr.io/myproject/api:2.4.1');
  });

  it('answers a scale with the number that was set', () => {
    const { body } = open('all-good').ask('kubernetes', 'PATCH', `${API}/scale`, {
      headers: STRATEGIC,
      body: { spec: { replicas: 0 } },
    });
    expect([at(body, 'kind'), at(body, 'spec')]).toEqual(['Scale', { replicas: 0 }]);
  });

  it.each([
    ['no token', {}, 401],
    ['an empty token', { Authorization: 'Bearer ' }, 401],
    ['another scheme', { Authorization: 'Basic YTpi' }, 401],
    ['plain JSON as patch type', { ...BEARER, 'Content-Type': 'application/json' }, 415],
    ['no content type', BEARER, 415],
    ['a merge patch', { ...BEARER, 'Content-Type': 'application/merge-patch+json; charset=utf-8' }, 200],
  ])('answers %s as the real one does', (_, headers, status) => {
    const answer = open('all-good').ask('kubernetes', 'PATCH', `${API}/scale`, {
      headers,
      body: { spec: { replicas: 1 } },
    });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['replicas as text', `${API}/scale`, { spec: { replicas: '3' } }],
    ['negative replicas', `${API}/scale`, { spec: { replicas: -1 } }],
    ['half a replica', `${API}/scale`, { spec: { replicas: 1.5 } }],
    ['no replicas', `${API}/scale`, { spec: { replicas: null } }],
    ['an empty image', API, imagePatch('api', '')],
    ['a container without an image', API, { spec: { template: { spec: { containers: [{ name: 'other' }] } } } }],
    [
      'a number as value of a variable',
      API,
      { spec: { template: { spec: { containers: [{ name: 'api', env: [{ name: 'N', value: 4 }] }] } } } },
    ],
  ])('refuses %s and changes nothing', (_, url, body) => {
    const { ask, sandbox } = open('all-good');
    const { status } = ask('kubernetes', 'PATCH', url, { headers: STRATEGIC, body });
    expect([status, at(sandbox.state(), 'deployments', 0, 'history', 1)]).toEqual([422, undefined]);
  });

  it('refuses a body that is not JSON', () => {
    expect(open('all-good').ask('kubernetes', 'PATCH', API, { headers: STRATEGIC, body: '{' }).status).toBe(400);
  });

  it('does not know other paths and methods', () => {
    const { ask } = open('all-good');
    expect(ask('kubernetes', 'GET', '/apis/apps/v1/nodes', { headers: BEARER }).status).toBe(404);
    expect(ask('kubernetes', 'DELETE', API, { headers: BEARER }).status).toBe(405);
  });

  it('has warnings only for a deployment whose new image is sick', () => {
    const { ask } = open('production-sick');
    const events = () =>
      at(ask('kubernetes', 'GET', '/api/v1/namespaces/production/events', { headers: BEARER }).body, 'items');
    expect(events()).toEqual([]);
    ask('kubernetes', 'PATCH', API, { headers: STRATEGIC, body: imagePatch('api', 'r/api:new') });
    expect(events()).toHaveLength(2);
  });

  describe('by situation', () => {
    const scale = (replicas: number) => ({ headers: STRATEGIC, body: { spec: { replicas } } });

    it('refuses the restart in restart-refused', () => {
      expect(open('restart-refused').ask('kubernetes', 'PATCH', `${API}/scale`, scale(0)).status).toBe(403);
    });

    it('refuses only the way back in restore-refused', () => {
      const { ask } = open('restore-refused');
      expect([0, 3].map((replicas) => ask('kubernetes', 'PATCH', `${API}/scale`, scale(replicas)).status)).toEqual([
        200, 403,
      ]);
    });

    it('refuses the first image in rollback-fails, once it has been replaced', () => {
      const { ask } = open('rollback-fails');
      const set = (image: string) =>
        ask('kubernetes', 'PATCH', API, { headers: STRATEGIC, body: imagePatch('api', image) }).status;
      expect([set('r/api:new'), set('gcr.io/myproject/api:2.4.1')]).toEqual([200, 500]);
    });
  });
});
