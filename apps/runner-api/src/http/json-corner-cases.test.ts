import { type Json, Run } from '@flowmason/pipeline-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../effects/http-services.test-support.ts';
import { startApi, type TestApi } from './api.test-support.ts';
import { JSON_CASES, type JsonCase } from './json-cases.test-support.ts';
import { LONE_SURROGATES, NAUGHTY_STRINGS } from './naughty-strings.test-support.ts';

const TIMEOUT = { timeout: 60_000 };
const TEXTS = [...NAUGHTY_STRINGS, ...LONE_SURROGATES];

let api: TestApi;
/** Answers `/case/N` with the bytes of that case as JSON, `/echo` with what it is sent, and `/query` with what it is asked. */
let service: TestService;
beforeAll(async () => {
  service = await startService((call, res) => {
    const { pathname, searchParams } = new URL(call.url, 'http://service');
    res.writeHead(200, { 'Content-Type': 'application/json' });
    if (pathname === '/echo') res.end(call.body);
    else if (pathname.startsWith('/segment/')) res.end(JSON.stringify(decodeURIComponent(pathname.slice(9))));
    else if (pathname === '/query') res.end(JSON.stringify(searchParams.get('text')));
    else res.end(JSON_CASES[Number(pathname.slice('/case/'.length))]?.bytes);
  });
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await service.close();
});

function post(path: string, body: string | Buffer): Promise<Response> {
  return fetch(`${api.url}/api/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}

/** The text between two others, to the byte. */
function between(before: string, { bytes }: JsonCase, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

function meantBy({ bytes, value }: JsonCase): unknown {
  return value ?? JSON.parse(bytes.toString().replace(/^\ufeff/, ''));
}

async function ended(started: Response): Promise<Run> {
  const { id } = Run.parse(await started.json());
  for (;;) {
    const stream = await fetch(`${api.url}/api/v1/runs/${id}/events`, { headers: { Accept: 'text/event-stream' } });
    await stream.text(); // ends with the run, or earlier when we read too slowly
    const run = Run.parse(await (await fetch(`${api.url}/api/v1/runs/${id}`)).json());
    if (run.finished_at !== null) return run;
  }
}

const KEEP = {
  name: 'keep',
  version: '1',
  stages: [{ id: 'keep', component: 'json_transform', config: { data: '{{input.values}}', expression: '@' } }],
};

/** Calls the service once for each item; `results` has the bodies of its answers. */
function callEach(config: Readonly<Record<string, Json>>) {
  return {
    name: 'call-each',
    version: '1',
    stages: [
      {
        id: 'each',
        component: 'foreach',
        config: {
          items: '{{input.items}}',
          stages: ['call', 'body'],
          parallel: true,
          max_parallel: 20,
          break_on_error: false,
        },
      },
      { id: 'call', component: 'http_request', config, idempotent: true },
      {
        id: 'body',
        component: 'json_transform',
        depends_on: ['call'],
        config: { data: { value: '{{stages.call.output.body}}' }, expression: '@' },
      },
    ],
  };
}

async function bodiesOf(config: Readonly<Record<string, Json>>, items: readonly Json[]) {
  const run = await ended(await post('/runs', JSON.stringify({ document: callEach(config), input: { items } })));
  const { results, errors } = run.output as {
    results: ({ value: unknown } | null)[];
    errors: { index: number; error: { type: string } }[];
  };
  return { results, failures: new Map(errors.map(({ index, error }) => [index, error.type])) };
}

const ACCEPTED = JSON_CASES.filter(({ verdict }) => verdict === 'accept');
const REFUSED = JSON_CASES.filter(({ verdict }) => verdict === 'refuse');

it('has more than 318 cases of JSON and 100 texts', () => {
  expect(JSON_CASES.length).toBeGreaterThan(318);
  expect(new Set(TEXTS).size).toBeGreaterThan(100);
});

describe('the body of a request', TIMEOUT, () => {
  it('is read as the RFC says by POST /validate, which answers each', async () => {
    const wrong: string[] = [];
    for (const item of JSON_CASES) {
      const answer = await post('/validate', between('[', item, ']'));
      const text = await answer.text();
      const isRefused = answer.status === 400 || /"code":"(?:not-json|limit-depth|illegal-key)"/.test(text);
      const isAnswered = answer.status === 200 || answer.status === 400;
      if (!isAnswered || (item.verdict !== 'either' && isRefused !== (item.verdict === 'refuse'))) {
        wrong.push(`${item.name}: ${answer.status} ${text.slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is refused by POST /runs where the RFC says so, with a status that says whose mistake it is', async () => {
    const wrong: string[] = [];
    for (const item of REFUSED) {
      const { status } = await post('/runs', between('{"document":{},"input":', item, '}'));
      if (status !== 400 && status !== 413) wrong.push(`${item.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('the input of a run', TIMEOUT, () => {
  it('comes out as it went in, in every form that JSON has', async () => {
    const values = Buffer.concat(
      ACCEPTED.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [Buffer.from(','), bytes])),
    );
    const body = Buffer.concat([
      Buffer.from(`{"document":${JSON.stringify(KEEP)},"input":{"values":[`),
      values,
      Buffer.from(']}}'),
    ]);
    const run = await ended(await post('/runs', body));
    expect(JSON.stringify(run.output)).toBe(JSON.stringify(ACCEPTED.map(meantBy)));
  });

  it('comes out as it went in, whatever stands in its texts', async () => {
    const run = await ended(await post('/runs', JSON.stringify({ document: KEEP, input: { values: TEXTS } })));
    expect(run.output).toEqual(TEXTS);
  });

  it('comes out with texts as keys too', async () => {
    const values = Object.fromEntries(TEXTS.filter((text) => text !== '__proto__').map((text, index) => [text, index]));
    const run = await ended(await post('/runs', JSON.stringify({ document: KEEP, input: { values } })));
    expect(run.output).toEqual(values);
  });
});

describe('the answer of a service', TIMEOUT, () => {
  it('is read as the RFC says, and fails its own stage only', async () => {
    const url = `${service.url}/case/{{item}}`;
    const { results, failures } = await bodiesOf({ url, max_response_bytes: 1_000_000 }, [...JSON_CASES.keys()]);
    const wrong = JSON_CASES.flatMap((item, index) => {
      const failure = failures.get(index);
      if (item.verdict === 'either') return [];
      if (item.verdict === 'refuse')
        return failure === 'VALIDATION' || failure === 'LIMIT' ? [] : [`${item.name}: ${failure}`];
      return JSON.stringify(results[index]?.value) === JSON.stringify(meantBy(item))
        ? []
        : [`${item.name}: ${failure}`];
    });
    expect(wrong).toEqual([]);
  });

  it('gives back every text that it was sent in a body', async () => {
    const { results } = await bodiesOf(
      { url: `${service.url}/echo`, method: 'POST', body: { text: '{{item}}' } },
      TEXTS,
    );
    expect(results.map((result) => result?.value)).toEqual(TEXTS.map((text) => ({ text })));
  });

  it('gives back every text that it was sent in a query', async () => {
    const texts = NAUGHTY_STRINGS.filter(({ length }) => length < 2000);
    const config = { url: `${service.url}/query`, query_params: { text: '{{item}}' } };
    const { results } = await bodiesOf(config, texts);
    expect(results.map((result) => result?.value)).toEqual(texts);
  });

  it('gives back every text that was a segment of its address, but for those that would leave it', async () => {
    const texts = NAUGHTY_STRINGS.filter(({ length }) => length < 2000);
    const { results, failures } = await bodiesOf({ url: `${service.url}/segment/{{item}}` }, texts);
    const strays = texts.filter((_, index) => failures.has(index));
    expect(strays).toEqual(['', '../../../../etc/passwd', '..\\..\\windows\\win.ini']);
    expect(results.flatMap((result) => result?.value ?? [])).toEqual(texts.filter((text) => !strays.includes(text)));
  });
});

it('has left every object of the process as it was', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(api.logged.filter((line) => line.startsWith('error'))).toEqual([]);
});
