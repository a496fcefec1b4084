import type { ServiceRequest } from './request.ts';
import { deploys } from './services/deploys.ts';
import { github } from './services/github.ts';
import { productionHealth, serviceHealth, stagingHealth } from './services/health.ts';
import { kubernetes } from './services/kubernetes.ts';
import { languageModel } from './services/language-model.ts';
import { logs } from './services/logs.ts';
import { metrics } from './services/metrics.ts';
import { pagerduty } from './services/pagerduty.ts';
import { slack } from './services/slack.ts';
import { statusPage } from './services/status-page.ts';
import { testRunner } from './services/test-runner.ts';
import type { Service } from './world.ts';

/** The simulated services by the name that they have in the sandbox's address. */
export const SERVICES = {
  github,
  kubernetes,
  staging: stagingHealth,
  production: productionHealth,
  service: serviceHealth,
  tests: testRunner,
  slack,
  pagerduty,
  statuspage: statusPage,
  logs,
  metrics,
  deploys,
  model: languageModel,
} as const satisfies Record<string, Service>;
export type ServiceName = keyof typeof SERVICES;

/** Under this name come requests to hosts that the profile does not know; the first segment of their path is the host. */
export const ANY_HOST = 'hosts';

/** What the path of a request to an unknown host says about who is meant, first match wins. */
const BY_PATH: readonly (readonly [RegExp, ServiceName])[] = [
  [/\/repos\/[^/]+\/[^/]+\/actions\//, 'github'],
  [/^\/(apis\/apps|api)\/v1\/namespaces\//, 'kubernetes'],
  [/\/(chat\/completions|messages|models)$/, 'model'],
  [/\/query_range$/, 'metrics'],
  [/^\/query$/, 'logs'],
  [/^\/deployments$/, 'deploys'],
  [/^\/run$/, 'tests'],
  [/\/incidents$/, 'statuspage'],
  [/^\/v2\/enqueue$/, 'pagerduty'],
  [/^\/services\//, 'slack'],
];

/**
 * The service that a request is for, and the request as that service reads it; undefined when there is none. Hosts of
 * an edited input need no rule of their own: what is asked of them says which service they stand for.
 */
export function routeRequest(request: ServiceRequest): { service: ServiceName; request: ServiceRequest } | undefined {
  if (isServiceName(request.service)) return { service: request.service, request };
  if (request.service !== ANY_HOST) return undefined;
  const [, host = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(request.path) ?? [];
  const path = rest === '' ? '/' : rest;
  const service = BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? healthServiceOf(host, path);
  return service && { service, request: { ...request, service, path, host: host.replace(/:\d+$/, '') } };
}

function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name);
}

function healthServiceOf(host: string, path: string): ServiceName | undefined {
  if (path !== '/health') return undefined;
  if (host.startsWith('staging.')) return 'staging';
  return /\.internal(:\d+)?$/.test(host) ? 'service' : 'production';
}
