import { EffectError, type HttpRequest, type SimulatedResponse } from '@flowmason/engine';
import type { Json } from '@flowmason/pipeline-schema';
import {
  at,
  type FinishedRun,
  type InMemoryWorld,
  type ReferencePipeline,
  runInMemory,
} from './simulated-run.test-support.ts';

/**
 * For tests only: services of somebody else, who knows what the pipelines ask for and nothing of the sandbox. Other
 * names and hosts, bare answers, every answer late by another time, 404 for all that was not expected.
 */
export interface OtherWorld {
  readonly build?: 'success' | 'failure';
  readonly stagingStatus?: number;
  readonly testsPassed?: boolean;
  /** Status of production's health while it runs the new image, and after the rollback. */
  readonly production?: readonly [withNewImage: number, after: number];
  /** Whether the cluster can be asked what it runs. Default true. */
  readonly canReadDeployments?: boolean;
  readonly recentDeploys?: Json;
  /** What the model says; undefined for a provider that is down. */
  readonly answer?: string | undefined;
  readonly scaleStatus?: number;
  readonly serviceStatus?: number;
  /** How often the build is asked for until it is completed. Default 3; at first there is no run at all. */
  readonly buildPolls?: number;
  /** How late each answer is, in ms, one after another; then 0. */
  readonly delaysMs?: readonly number[];
}

/** One request as the services of the other world saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Host, path and query. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

export interface OtherRun extends FinishedRun {
  readonly seen: readonly SeenRequest[];
  /** `METHOD host/path?query`, oldest first. */
  readonly calls: readonly string[];
}

export const DEPLOYMENT_INPUT = {
  service: 'checkout',
  commit_sha: 'f00dbabe',
  branch: 'release/7',
  environment: 'production',
  org: 'acme',
  repo: 'shop',
  domain: 'shop.acme.dev',
  registry: 'registry.acme.dev/apps',
  k8s_api_url: 'https://k8s.acme.dev:6443',
  test_runner_url: 'https://qa.acme.dev/api',
};

export const ALERT_INPUT = {
  id: 'A-77',
  payload: {
    source: 'ledger',
    severity: 'error',
    summary: 'ledger: memory',
    triggered_at: '2026-01-05T03:40:00Z',
    custom_details: {},
  },
  logging_api: 'https://elk.acme.dev/search',
  metrics_api: 'https://mimir.acme.dev/api/v1',
  deploy_api: 'https://ship.acme.dev/v1',
  k8s_api: 'https://k8s.acme.dev:6443',
  statuspage_api: 'https://status.acme.dev/v1',
  statuspage_component_id: 'cmp-9',
};

export const OTHER_SECRETS = {
  GITHUB_TOKEN: 'gh-0123456789',
  K8S_TOKEN: 'k8s-0123456789',
  LOGGING_TOKEN: 'log-0123456789',
  STATUSPAGE_TOKEN: 'sp-0123456789',
  PAGERDUTY_KEY: 'pd-0123456789',
  SLACK_WEBHOOK: 'https://chat.acme.dev/hooks/4711-secret',
  PAGERDUTY_EVENTS_URL: 'https://pager.acme.dev/v2/enqueue',
};

/** Runs a shipped pipeline against the services of the other world. */
export async function runInOtherWorld(name: ReferencePipeline, input: Json, world: OtherWorld): Promise<OtherRun> {
  const seen: SeenRequest[] = [];
  const finished = await runInMemory(name, input, () => toInMemoryWorld(world, seen));
  return { ...finished, seen, calls: seen.map(({ method, address }) => `${method} ${address}`) };
}

function toInMemoryWorld(world: OtherWorld, seen: SeenRequest[]): InMemoryWorld {
  const delays = [...(world.delaysMs ?? [])];
  const late = <Answer extends object>(answer: Answer) => ({ ...answer, delayMs: delays.shift() ?? 0 });
  return {
    secrets: OTHER_SECRETS,
    http: ({ method, url, headers, body }) =>
      late(answerInOtherWorld(world, { method, url, headers, body: body ?? '' }, seen)),
    model() {
      if (world.answer === undefined) {
        return { failure: new EffectError('CONNECTIVITY', 'the model is down', { wasSent: true, retryable: true }) };
      }
      return late({ content: world.answer });
    },
  };
}

type OtherRequest = Pick<HttpRequest, 'method' | 'url' | 'headers'> & { readonly body: string };

/** What the services answer to a request for an address as the pipeline has it; notes it in `seen`. */
export function answerInOtherWorld(
  world: OtherWorld,
  { method, url, headers, body }: OtherRequest,
  seen: SeenRequest[],
): SimulatedResponse {
  const { host, pathname, search } = new URL(url);
  const address = `${host}${pathname}${search}`;
  seen.push({ method, address, headers, body: body === '' ? null : JSON.parse(body) });
  const endpoint = ENDPOINTS.find(([verb, pattern]) => verb === method && pattern.test(address));
  return endpoint ? endpoint[2](world, seen) : { status: 404, body: 'Not Found' };
}

type Endpoint = readonly [
  method: string,
  address: RegExp,
  answer: (world: OtherWorld, seen: readonly SeenRequest[]) => SimulatedResponse,
];

const K8S = String.raw`^k8s\.acme\.dev:6443/apis/apps/v1/namespaces/(staging|production)/deployments/(checkout|ledger)`;

const ENDPOINTS: readonly Endpoint[] = [
  [
    'POST',
    /^api\.github\.com\/repos\/acme\/shop\/actions\/workflows\/build\.yml\/dispatches$/,
    () => ({ status: 204 }),
  ],
  ['GET', /^api\.github\.com\/repos\/acme\/shop\/actions\/runs\?head_sha=f00dbabe$/, buildStatus],
  ['GET', new RegExp(`${K8S}$`), showDeployment],
  ['PATCH', new RegExp(`${K8S}$`), () => ({ status: 200, body: {} })],
  ['PATCH', new RegExp(`${K8S}/scale$`), ({ scaleStatus = 200 }) => ({ status: scaleStatus, body: {} })],
  [
    'GET',
    /^staging\.shop\.acme\.dev\/health$/,
    ({ stagingStatus = 200 }) => ({ status: stagingStatus, body: 'health' }),
  ],
  ['GET', /^shop\.acme\.dev\/health$/, productionHealth],
  ['GET', /^ledger\.internal\/health$/, ({ serviceStatus = 200 }) => ({ status: serviceStatus, body: '' })],
  [
    'POST',
    /^qa\.acme\.dev\/api\/run$/,
    ({ testsPassed = true }) => ({ status: 200, body: { passed: testsPassed, total: 3, failed: 1 } }),
  ],
  ['POST', /^chat\.acme\.dev\/hooks\//, () => ({ status: 200, body: 'ok' })],
  ['POST', /^pager\.acme\.dev\/v2\/enqueue$/, () => ({ status: 202, body: { status: 'success' } })],
  ['POST', /^status\.acme\.dev\/v1\/incidents$/, () => ({ status: 201, body: { id: '1' } })],
  ['POST', /^elk\.acme\.dev\/search\/query$/, () => ({ status: 200, body: { logs: [{ message: 'killed' }] } })],
  ['POST', /^mimir\.acme\.dev\/api\/v1\/query_range$/, () => ({ status: 200, body: { data: [] } })],
  ['GET', /^ship\.acme\.dev\/v1\/deployments\?/, ({ recentDeploys = [] }) => ({ status: 200, body: recentDeploys })],
];

function buildStatus(
  { build = 'success', buildPolls = 3 }: OtherWorld,
  seen: readonly SeenRequest[],
): SimulatedResponse {
  const left = buildPolls - seen.filter(({ address }) => address.includes('/actions/runs')).length;
  const completed = { status: 'completed', conclusion: build };
  const runs = left <= 0 ? [completed] : left === 1 ? [{ status: 'queued', conclusion: null }] : [];
  return { status: 200, body: { workflow_runs: runs } };
}

function showDeployment({ canReadDeployments = true }: OtherWorld): SimulatedResponse {
  if (!canReadDeployments) return { status: 404, body: 'Not Found' };
  const containers = [{ name: 'checkout', image: 'registry.acme.dev/apps/checkout:earlier' }];
  return { status: 200, body: { spec: { template: { spec: { containers } } } } };
}

function productionHealth({ production = [200, 200] }: OtherWorld, seen: readonly SeenRequest[]): SimulatedResponse {
  const images = seen
    .filter(({ method, address }) => method === 'PATCH' && address.includes('/namespaces/production/'))
    .map(({ body }) => at(body, 'spec', 'template', 'spec', 'containers', 0, 'image'));
  return { status: images.length > 1 ? production[1] : production[0], body: 'health' };
}
