import type { JsonObject } from '@flowmason/pipeline-schema';
import { createDeploymentStore } from './deployment-store.ts';
import {
  type ReceivedRequest,
  type SandboxRequest,
  type SandboxResponse,
  toSandboxResponse,
  toServiceRequest,
} from './request.ts';
import { routeRequest, SERVICES } from './route-request.ts';
import { findTraits, SITUATIONS } from './situation.ts';
import type { World } from './world.ts';

export type SandboxOptions = {
  /** A name from `SITUATIONS`. */
  readonly situation: string;
  /** The clock of whoever serves the sandbox, ms since 1970. */
  now(): number;
  /** How many simulated seconds pass in one second of `now`. Default 1. */
  readonly speed?: number;
};

/**
 * The simulated services of the reference pipelines, in one situation. It keeps state: what a run changes is there for
 * its next request, so one run gets one sandbox.
 */
export interface Sandbox {
  /** Answers one request. `delayMs` is for the caller to wait; nothing here waits. Never throws for any request. */
  handle(request: SandboxRequest): SandboxResponse;
  /** Every request so far, oldest first. */
  readonly received: readonly ReceivedRequest[];
  /** The world as it is now: deployments with their history, builds, messages, pages, status-page incidents. */
  state(): JsonObject;
}

/**
 * A new world in the given situation.
 * @throws {RangeError} when there is no such situation; the message lists those that there are.
 */
export function createSandbox({ situation, now, speed = 1 }: SandboxOptions): Sandbox {
  const traits = findTraits(situation);
  if (traits === undefined) {
    const known = SITUATIONS.map(({ name }) => name).join(', ');
    throw new RangeError(`The sandbox has no situation "${situation}". Choose one of: ${known}.`);
  }
  const startedAt = now();
  const world: World = {
    situation,
    traits,
    now: () => startedAt + (now() - startedAt) * speed,
    deployments: createDeploymentStore(startedAt),
    builds: [],
    messages: [],
    pages: [],
    incidents: [],
  };
  const received: ReceivedRequest[] = [];
  return {
    received,
    handle(raw) {
      const asked = toServiceRequest(raw);
      const routed = routeRequest(asked);
      const answer = routed
        ? SERVICES[routed.service](routed.request, world)
        : { status: 404, json: { error: `the sandbox has no service for ${asked.service}${asked.path}` } };
      const { service, method, path, query, headers, body } = routed?.request ?? asked;
      received.push({ service, method, path, query, headers, body, status: answer.status });
      return toSandboxResponse(answer, speed);
    },
    state: () => toState(world),
  };
}

function toState({ situation, deployments, builds, messages, pages, incidents }: World): JsonObject {
  return {
    situation,
    deployments: deployments.all().map(({ namespace, name, history }) => ({ namespace, name, history: [...history] })),
    builds: [...builds],
    messages: [...messages],
    pages: [...pages],
    incidents: [...incidents],
  };
}
