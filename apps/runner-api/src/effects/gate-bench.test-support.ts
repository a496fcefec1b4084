import type { AddressInfo, Server } from 'node:net';
import { type EffectContext, EffectError, type EffectGate, type HttpRequest } from '@flowmason/engine';
import { afterEach, beforeEach } from 'vitest';
import { callContext } from './call-context.test-support.ts';
import { type AddressPolicy, createGuardedClient } from './guarded-client.ts';
import { NO_GUARD } from './host-guard.ts';
import { startService, type TestService } from './http-services.test-support.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';
import { createLiveGate } from './live-gate.ts';
import { createModelCaller } from './model-caller.ts';
import { createOwnEndpoints } from './own-endpoints.ts';
import { createSystemClock } from './system-clock.ts';

const NO_RULES: AddressPolicy = {
  rewrite: () => undefined,
  refusalOf: () => undefined,
  holdsSecret: () => false,
  addressRuleFor: () => undefined,
};

/** Real services, and gates to them; each test of the file has new ones. */
export interface GateBench {
  serve(...args: Parameters<typeof startService>): Promise<TestService>;
  gateWith(policy?: Partial<AddressPolicy>, options?: GateOptions): EffectGate;
}

export interface GateOptions {
  readonly isSimulated?: boolean;
  readonly answerTimeMs?: number;
}

/** Sets up what the tests of a file share. */
export function useGateBench(): GateBench {
  let transport: HttpTransport;
  let services: TestService[];
  beforeEach(() => {
    transport = createHttpTransport({ own: createOwnEndpoints() });
    services = [];
  });
  afterEach(async () => {
    await transport.close();
    await Promise.all(services.map((service) => service.close()));
  });
  return {
    async serve(...args) {
      const service = await startService(...args);
      services.push(service);
      return service;
    },
    gateWith(rules = {}, { isSimulated = false, answerTimeMs = 60_000 } = {}) {
      const clock = createSystemClock();
      const policy = { ...NO_RULES, ...rules };
      const client = createGuardedClient({ transport, policy, hosts: NO_GUARD, answerTimeMs });
      const models = createModelCaller({ providers: [], client, clock, isSimulated });
      return createLiveGate({ clock, client, models, isSimulated });
    },
  };
}

/** A GET of `url`, with what `rest` says otherwise. */
export function request(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, followRedirects: false, maxResponseBytes: 1024 * 1024, ...rest };
}

export function context(signal: AbortSignal = new AbortController().signal): EffectContext {
  return callContext({ signal });
}

/** The address of a server that speaks whatever it likes. */
export async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${port}`;
}

/** What a call failed with. */
export async function failureOf(promise: Promise<unknown>): Promise<EffectError> {
  const error: unknown = await promise.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EffectError)) throw error;
  return error;
}
