import { describe, expect, it } from 'vitest';
import { at } from '../read-json.ts';
import { BEARER, open } from '../sandbox.test-support.ts';

const DISPATCHES = '/repos/org/repo/actions/workflows/build.yml/dispatches';
const RUNS = '/repos/org/repo/actions/runs?head_sha=abc';
const DISPATCH = { headers: BEARER, body: { ref: 'main', inputs: { commit_sha: 'abc', service: 'api' } } };

function newestRun({ ask }: ReturnType<typeof open>) {
  const run = at(ask('github', 'GET', RUNS, { headers: BEARER }).body, 'workflow_runs', 0);
  return [at(run, 'status'), at(run, 'conclusion')];
}

describe('github', () => {
  it('has no runs before the first dispatch', () => {
    expect(open('all-good').ask('github', 'GET', RUNS, { headers: BEARER })).toEqual({
      status: 200,
      body: { total_count: 0, workflow_runs: [] },
    });
  });

  it('takes a build through queued and in_progress to completed', () => {
    const world = open('all-good');
    expect(world.ask('github', 'POST', DISPATCHES, DISPATCH)).toEqual({ status: 204, body: '' });
    expect(newestRun(world)).toEqual(['queued', null]);
    world.pass(10);
    expect(newestRun(world)).toEqual(['in_progress', null]);
    world.pass(5);
    expect(newestRun(world)).toEqual(['completed', 'success']);
  });

  it('ends the build with failure in build-fails', () => {
    const world = open('build-fails');
    world.ask('github', 'POST', DISPATCHES, DISPATCH);
    world.pass(15);
    expect(newestRun(world)).toEqual(['completed', 'failure']);
  });

  it('builds as fast as the sandbox is told', () => {
    const world = open('all-good', 20);
    world.ask('github', 'POST', DISPATCHES, DISPATCH);
    world.pass(2);
    expect(newestRun(world)).toEqual(['completed', 'success']);
  });

  it('lists the newest run first and only those of the commit', () => {
    const { ask } = open('all-good');
    ask('github', 'POST', DISPATCHES, DISPATCH);
    ask('github', 'POST', DISPATCHES, DISPATCH);
    ask('github', 'POST', DISPATCHES, { headers: BEARER, body: { ref: 'main', inputs: { commit_sha: 'other' } } });
    const { body } = ask('github', 'GET', RUNS, { headers: BEARER });
    expect([at(body, 'total_count'), at(body, 'workflow_runs', 0, 'id')]).toEqual([2, 7_000_002]);
  });

  it.each([
    ['a dispatch without a token', 'POST', DISPATCHES, { body: { ref: 'main' } }, 401],
    ['a list without a token', 'GET', RUNS, {}, 401],
    ['a dispatch without ref', 'POST', DISPATCHES, { headers: BEARER, body: { inputs: {} } }, 422],
    ['an input that is not text', 'POST', DISPATCHES, { headers: BEARER, body: { ref: 'm', inputs: { a: 1 } } }, 422],
    ['another path', 'GET', '/repos/org/repo/issues', { headers: BEARER }, 404],
  ])('refuses %s', (_, method, url, options, status) => {
    expect(open('all-good').ask('github', method, url, options).status).toBe(status);
  });
});
