import { describe, expect, it } from 'vitest';
import { at } from '../read-json.ts';
import { BEARER, open } from '../sandbox.test-support.ts';

describe('logs', () => {
  const query = { query: 'service:pay level:error', from: '-30m', limit: 5 };

  it('answers the error lines of the service, newest first, up to the limit', () => {
    const { body } = open('oom').ask('logs', 'POST', '/query', { headers: BEARER, body: query });
    expect([at(body, 'total'), at(body, 'logs', 4, 'service'), at(body, 'logs', 5)]).toEqual([24, 'pay', undefined]);
    expect(at(body, 'logs', 0, 'message')).toContain('OutOfMemoryError');
  });

  it.each([
    ['no token', {}, query, 401],
    ['no query', BEARER, { limit: 5 }, 400],
    ['a limit as text', BEARER, { ...query, limit: '5' }, 400],
  ])('refuses %s', (_, headers, body, status) => {
    expect(open('oom').ask('logs', 'POST', '/query', { headers, body }).status).toBe(status);
  });
});

describe('metrics', () => {
  const query = { query: 'up{service="pay"}', start: 1000, end: 2800, step: '60' };

  it('answers a matrix with one value per step', () => {
    const { body } = open('oom').ask('metrics', 'POST', '/query_range', { body: query });
    expect([at(body, 'status'), at(body, 'data', 'result', 0, 'metric', 'service')]).toEqual(['success', 'pay']);
    expect(at(body, 'data', 'result', 0, 'values')).toHaveLength(31);
  });

  it('shows memory growing when memory is the trouble', () => {
    const { body } = open('oom').ask('metrics', 'POST', '/query_range', { body: query });
    const values = at(body, 'data', 'result', 1, 'values');
    expect([at(values, 0, 1), at(values, 30, 1)]).toEqual(['45.00', '94.00']);
  });

  it.each([
    ['times as text', { ...query, start: '1000' }],
    ['no query', { ...query, query: '' }],
    ['a step of 0', { ...query, step: 0 }],
    ['too many points', { ...query, end: 100_000_000, step: 1 }],
  ])('refuses %s', (_, body) => {
    expect(open('oom').ask('metrics', 'POST', '/query_range', { body }).status).toBe(400);
  });
});

describe('deploys', () => {
  const ages = (situation: string) =>
    at(open(situation).ask('deploys', 'GET', '/deployments?service=pay&since=-24h&limit=5').body, 0, 'age_minutes');

  it('has a deploy of 12 minutes ago in bad-deploy', () => {
    expect(ages('bad-deploy')).toBe(12);
  });

  it('has none in unknown-cause', () => {
    expect(open('unknown-cause').ask('deploys', 'GET', '/deployments?service=pay').body).toEqual([]);
  });

  it('knows the image that the newest deploy replaced', () => {
    const { body } = open('bad-deploy').ask('deploys', 'GET', '/deployments?service=pay');
    expect(at(body, 0, 'previous_image')).toBe('gcr.io/myproject/pay:2.4.0');
  });

  it('wants to know the service', () => {
    expect(open('oom').ask('deploys', 'GET', '/deployments').status).toBe(400);
  });
});

describe('tests', () => {
  const run = { suite: 'integration', environment: 'staging', service: 'api' };

  it.each([
    ['all-good', true, 0],
    ['tests-fail', false, 3],
  ])('reports in %s whether they passed', (situation, passed, failed) => {
    const { body } = open(situation).ask('tests', 'POST', '/run', { body: run });
    expect([at(body, 'passed'), at(body, 'total'), at(body, 'failed')]).toEqual([passed, 47, failed]);
  });

  it('wants to know suite, environment and service', () => {
    expect(open('all-good').ask('tests', 'POST', '/run', { body: { suite: 'integration' } })).toEqual({
      status: 400,
      body: { error: 'missing in the body: environment, service' },
    });
  });
});
