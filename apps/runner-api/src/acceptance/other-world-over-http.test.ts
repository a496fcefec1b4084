import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Json, Run } from '@flowmason/pipeline-schema';
import { afterEach, describe, expect, it } from 'vitest';
import { createRunner } from '../composition/create-runner.ts';
import {
  ALERT_INPUT,
  answerInOtherWorld,
  DEPLOYMENT_INPUT,
  OTHER_SECRETS,
  type OtherWorld,
  type SeenRequest,
} from './other-world.test-support.ts';
import { at, counted, type ReferencePipeline, readPipelineText } from './simulated-run.test-support.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** The hosts of the other world, as a profile names them. */
const HOSTS = [
  'https://api.github.com',
  'https://k8s.acme.dev:6443',
  'https://shop.acme.dev',
  ...['staging.shop', 'qa', 'chat', 'pager', 'status', 'elk', 'mimir', 'ship'].map(
    (name) => `https://${name}.acme.dev`,
  ),
  'https://*.internal',
];
const OOM = JSON.stringify({ issue_type: 'OOM', confidence: 'high', root_cause: 'r', recommended_action: 'a' });
const PRODUCTION = 'k8s.acme.dev:6443/apis/apps/v1/namespaces/production/deployments';
const CHAT = 'POST chat.acme.dev/hooks/4711-secret';
const PAGER = 'POST pager.acme.dev/v2/enqueue';
const BUILD = [
  'POST api.github.com/repos/acme/shop/actions/workflows/build.yml/dispatches',
  'GET api.github.com/repos/acme/shop/actions/runs?head_sha=f00dbabe',
];
const TESTED = [
  ...BUILD,
  'PATCH k8s.acme.dev:6443/apis/apps/v1/namespaces/staging/deployments/checkout',
  'GET staging.shop.acme.dev/health',
  'POST qa.acme.dev/api/run',
];

const servers = new Set<Server>();
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers.clear();
});

/** The services of the other world on one port, each answer late by another time, up to 60 ms; the model under `/model`. */
async function serve(world: OtherWorld, seen: SeenRequest[]): Promise<string> {
  const server = createServer((req, res) => {
    void respond(world, seen, req, res);
  });
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

async function respond(
  world: OtherWorld,
  seen: SeenRequest[],
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString('utf8');
  const url = `https:/${req.url}`;
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
  const isModel = req.url?.startsWith('/model/') === true;
  const answer = isModel
    ? toCompletion(world.answer)
    : answerInOtherWorld(world, { method: req.method ?? '', url, headers, body }, seen);
  const { status, body: json = '' } = answer;
  const send = () => {
    if (typeof json === 'string') res.writeHead(status, { 'Content-Type': 'text/plain' }).end(json);
    else res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
  };
  setTimeout(send, (seen.length * 37) % 61);
}

function toCompletion(content: string | undefined): { status: number; body: Json } {
  if (content === undefined) return { status: 400, body: { error: { message: 'no model' } } };
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  return { status: 200, body: { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices, usage: {} } };
}

/** Runs a shipped pipeline through the runner's live effects; only the profile says where the services are. */
async function run(
  name: ReferencePipeline,
  input: Json,
  world: OtherWorld,
): Promise<{ run: Run; calls: readonly string[]; seen: readonly SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const base = await serve(world, seen);
  const runner = await createRunner({
    workspace: ROOT,
    data: ':memory:',
    command: 'test',
    onlyHere: true,
    env: { OPENAI_BASE_URL: `${base}/model/v1`, OPENAI_API_KEY: 'model-key-0123' },
    editorFolder: ROOT,
    log: (_, message, error) => {
      throw new Error(`the runner logged: ${message}`, { cause: error });
    },
    onStorageFailure: (error) => {
      throw error;
    },
  });
  try {
    const rewrite = HOSTS.map((match) => ({ match, to: `${base}/${match.slice('https://'.length)}` }));
    const document = await readPipelineText(name);
    const { id } = await runner.runs.start({ document, input, profile: { http: { rewrite } }, secrets: OTHER_SECRETS });
    for await (const _ of runner.runs.follow(id, 0, new AbortController().signal));
    const calls = seen.map(({ method, address }) => `${method} ${address}`);
    return { run: await runner.runs.get(id), calls: counted(calls), seen };
  } finally {
    await runner.close();
  }
}

const deploy = (world: OtherWorld) => run('devops-cicd-deployment', DEPLOYMENT_INPUT, { buildPolls: 1, ...world });
const triage = (world: OtherWorld) => run('devops-incident-response', ALERT_INPUT, world);
const afterContext = (calls: readonly string[]) => calls.filter((call) => !/elk|mimir|ship/.test(call));

describe('over HTTP, by a profile alone', { timeout: 30_000 }, () => {
  it('deploys', async () => {
    const { run, calls } = await deploy({});
    expect([run.status, calls]).toEqual([
      'succeeded',
      [...TESTED, `GET ${PRODUCTION}/checkout`, `PATCH ${PRODUCTION}/checkout`, 'GET shop.acme.dev/health', CHAT],
    ]);
  });

  it('stops after a failed build', async () => {
    expect((await deploy({ build: 'failure' })).calls).toEqual([...BUILD, CHAT]);
  });

  it('stops after failed tests', async () => {
    expect((await deploy({ testsPassed: false, answer: 'flaky' })).calls).toEqual([...TESTED, CHAT]);
  });

  it('restarts, verifies and tells', async () => {
    const { run, calls, seen } = await triage({ answer: OOM });
    const told = afterContext(calls).slice(2).toSorted();
    expect([run.status, afterContext(calls).slice(0, 2), told]).toEqual([
      'succeeded',
      [`PATCH ${PRODUCTION}/ledger/scale ×2`, 'GET ledger.internal/health'],
      [CHAT, 'POST status.acme.dev/v1/incidents'],
    ]);
    const scaled = seen.filter(({ address }) => address.endsWith('/scale'));
    expect(scaled.map(({ body }) => at(body, 'spec', 'replicas'))).toEqual([0, 3]);
  });

  it.each([
    ['an unknown kind', JSON.stringify({ issue_type: 'other', confidence: 'high' })],
    ['prose', 'It may be memory.'],
    ['a model that refuses', undefined],
  ])('pages a person and does nothing else for %s', async (_, answer) => {
    const { run, calls } = await triage({ answer });
    expect([run.status, afterContext(calls)]).toEqual(['succeeded', [PAGER]]);
  });

  it('pages without a health call when the restart is refused', async () => {
    const { run, calls } = await triage({ answer: OOM, scaleStatus: 403 });
    expect([run.status, afterContext(calls)]).toEqual(['recovered', [`PATCH ${PRODUCTION}/ledger/scale`, PAGER]]);
  });
});
