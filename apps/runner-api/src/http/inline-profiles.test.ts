import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccessFiles } from '../access/open-access.ts';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';
import { streamOf } from './runs.test-support.ts';

const VALUE = 'value-bound-to-one-host';
const BOUND = 'https://api.example';

let service: TestService;
let home: string;
let api: TestApi;
let tokens: Readonly<Record<Role, string>>;
beforeAll(async () => {
  service = await startService((_, res) => res.end('{}'));
  home = mkdtempSync(join(tmpdir(), 'fm-inline-'));
  api = await startApi({
    isKept: true,
    env: { HOME: home, DATABASE_URL: 'postgres://user:password@db/x' },
    files: { 'rehearsal.profile.json': JSON.stringify(leadingTo(service.url)) },
    serve: { requireToken: true },
  });
  const access = openAccessFiles(api.data, () => undefined).tokens;
  const make = async (role: Role) => (await access.create({ name: role, role })).token;
  tokens = { viewer: await make('viewer'), operator: await make('operator'), admin: await make('admin') };
  const answer = await send('admin', 'PUT', '/secrets/BOUND', { value: VALUE, hosts: [BOUND] });
  expect(answer.status).toBe(201);
});
afterAll(async () => {
  await api.close();
  await service.close();
  rmSync(home, { recursive: true });
});

function leadingTo(to: string) {
  return { http: { rewrite: [{ match: BOUND, to }] } };
}

async function send(role: Role, method: string, path: string, body: unknown) {
  const headers = { Authorization: `Bearer ${tokens[role]}`, 'Content-Type': 'application/json' };
  const { status, body: text } = await api.raw(`/api/v1${path}`, headers, { method, body });
  return { status, body: JSON.parse(text) };
}

function requesting(url: string, value = '{{secrets.BOUND}}') {
  const config = { url, headers: { 'X-Key': value } };
  return { name: 'p', version: '1', stages: [{ id: 'call', component: 'http_request', config }] };
}

/** How the request of a run ended: `sent`, or the type of its error. */
async function endOf(role: Role, profile: unknown, document = requesting(`${BOUND}/x`)): Promise<string | undefined> {
  const started = await send(role, 'POST', '/runs', { document, profile });
  if (started.status !== 202) return `${started.status} ${started.body.type.split(':').pop()}`;
  const { id } = Run.parse(started.body);
  const headers = { Authorization: `Bearer ${tokens[role]}` };
  await streamOf(api, id, headers);
  const run = Run.parse(await (await api.get(`/api/v1/runs/${id}`, headers)).json());
  return run.status === 'succeeded' ? 'sent' : run.error?.type;
}

describe('a bound secret of a run', () => {
  it('goes to a rehearsal where a profile of the workspace leads it', async () => {
    expect(await endOf('operator', 'rehearsal')).toBe('sent');
    expect(service.received.map(({ headers }) => headers['x-key'])).toEqual([VALUE]);
  });

  it('is not led anywhere by the profile of an operator’s request', async () => {
    const before = service.received.length;
    expect(await endOf('operator', leadingTo(service.url))).toBe('SECURITY');
    expect(service.received.length).toBe(before);
  });

  it('is led to this machine by the profile of an admin’s request', async () => {
    expect(await endOf('admin', leadingTo(service.url))).toBe('sent');
  });

  it('is not led anywhere by a pipeline file that is named as a profile', async () => {
    await send('operator', 'PUT', '/pipelines/evil', { text: JSON.stringify(leadingTo(service.url)) });
    for (const profile of ['evil.pipeline.json', 'evil.pipeline', 'evil']) {
      expect(await endOf('operator', profile)).toBe('422 profile_not_found');
    }
  });

  it('is not led anywhere by a pipeline whose id looks like a profile', async () => {
    await send('operator', 'PUT', '/pipelines/evil.profile.json', { text: JSON.stringify(leadingTo(service.url)) });
    expect(await endOf('operator', 'evil.profile.json')).toBe('422 profile_not_found');
  });
});

describe('what a bound secret was turned into', () => {
  it.each([
    '{{secrets.BOUND | reverse}}',
    '{{secrets.BOUND[0:4]}}',
    "{{'a' if secrets.BOUND == 'x' else 'b'}}",
    "{{ ('x' ~ secrets.BOUND) | tojson | b64encode }}",
  ])('goes nowhere else: %s', async (value) => {
    const before = service.received.length;
    expect(await endOf('operator', undefined, requesting(`${service.url}/x`, value))).toBe('SECURITY');
    expect(service.received.length).toBe(before);
  });

  it('goes where the secret may, when it is whole', async () => {
    const end = (value: string) => endOf('operator', 'rehearsal', requesting(`${BOUND}/x`, value));
    expect(await end('{{secrets.BOUND | b64encode}}')).toBe('sent');
    expect(await end('{{secrets.BOUND | upper}}')).toBe('SECURITY');
  });

  it('is not what another branch of the template was turned into', async () => {
    const value = "{{secrets.BOUND if env.NOTHING == 'x' else 'free'}}";
    const document = requesting(`${BOUND}/x`, value);
    expect(await endOf('operator', { ...leadingTo(service.url), env: { NOTHING: 'y' } }, document)).toBe('sent');
  });
});

describe('the profile of a request', () => {
  it.each([
    ['variables of the runner', { secrets: { from_env: ['DATABASE_URL'] } }],
    ['values of secrets', { secrets: { values: { BOUND: 'value-of-somebody-else' } } }],
    ['the key of a model', { llm: { base_url: 'https://models.example/v1', api_key_secret: 'BOUND' } }],
  ])('may not name %s for an operator', async (_, profile) => {
    expect(await endOf('operator', profile)).toBe('403 forbidden');
  });

  it('may name variables of the runner for an admin', async () => {
    const profile = { secrets: { from_env: ['DATABASE_URL'] } };
    expect(await endOf('admin', profile, requesting(`${service.url}/x`, '{{secrets.DATABASE_URL}}'))).toBe('sent');
  });

  it('may rewrite what holds no bound secret for an operator', async () => {
    expect(await endOf('operator', leadingTo(service.url), requesting(`${BOUND}/x`, 'free'))).toBe('sent');
  });
});

describe('an answer about what is not there', () => {
  it.each([
    ['GET', '/pipelines/nothing', undefined],
    ['DELETE', '/pipelines/nothing', undefined],
    ['POST', '/runs', { pipeline: 'nothing' }],
    ['POST', '/runs', { document: requesting(BOUND), profile: 'nothing' }],
  ])('does not tell where the workspace lies: %s %s', async (method, path, body) => {
    const { status, body: problem } = await send('operator', method, path, body);
    expect([[404, 422].includes(status), JSON.stringify(problem).includes(api.root)]).toEqual([true, false]);
  });
});
