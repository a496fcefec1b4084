import { Problem } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';
import { API_OPERATIONS, type ApiOperation } from './api-operations.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const queryOf = ({ parameters = [] }: ApiOperation) => parameters.filter((one) => one.in === 'query');
const filtered = API_OPERATIONS.filter((operation) => operation.method === 'get' && queryOf(operation).length > 0);

describe('a query parameter that a route with some does not have', () => {
  it.each(filtered)('is refused by GET $path', async (operation) => {
    const { path } = operation;
    const answer = await api.get(`/api/v1${path.replace(/\{\w+\}/g, 'x')}?statsu=failed&limti=3`);
    const { status, type, detail } = Problem.parse(await answer.json());
    const known = queryOf(operation).map(({ name }) => name);
    expect([status, type.split(':').at(-1)]).toEqual([400, 'request_invalid']);
    expect(detail).toContain(`no query parameter "statsu", "limti". It has ${known.join(', ')}.`);
  });

  it('is nothing to a route that has none', async () => {
    expect((await api.get('/api/v1/health?_=1700000000')).status).toBe(200);
  });

  it('is quoted in part only', async () => {
    const { detail } = Problem.parse(await (await api.get(`/api/v1/runs?${'x'.repeat(500)}=1`)).json());
    expect(detail).toContain(`"${'x'.repeat(40)}"`);
    expect(detail).not.toContain('x'.repeat(41));
  });
});

describe('a place to go on from', () => {
  it.each(['1e3', '0x1', ' 1', '1.0', '1&after=2'])('is not "%s"', async (after) => {
    const answer = await api.get(`/api/v1/runs/nobody/events?after=${after}`);
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 400, title: expect.any(String) });
  });
});
