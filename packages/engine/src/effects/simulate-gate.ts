import { EffectError } from '../errors.ts';
import type { EffectContext, EffectGate, HttpRequest, ModelRequest } from '../ports.ts';
import type { Simulated, SimulatedModelResponse, SimulatedResponse } from './simulated-answer.ts';
import { simulateHttp, simulateModel } from './simulated-call.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The world that a simulation meets. An `EffectError` that is thrown is the same as one that is returned as a failure. */
export interface SimulateGateOptions {
  readonly handler: (
    request: HttpRequest,
    context: EffectContext,
  ) => Simulated<SimulatedResponse> | Promise<Simulated<SimulatedResponse>>;
  /** Absent: every model call fails with PROVIDER. */
  readonly model?: (
    request: ModelRequest,
    context: EffectContext,
  ) => Simulated<SimulatedModelResponse> | Promise<Simulated<SimulatedModelResponse>>;
  readonly clock: VirtualClock;
}

/**
 * A gate behind which nothing is real: `handler` stands for every service, time is virtual, nothing leaves the process.
 * The same handler and pipeline always give the same run. Serves dry runs in the browser, tests and `fm`.
 */
export function createSimulateGate({ handler, model = refuseModel, clock }: SimulateGateOptions): EffectGate {
  const siteOf = (context: EffectContext) => ({ context, clock, isSimulated: true });
  return {
    mode: 'simulate',
    clock,
    http: (request, context) => simulateHttp(request, siteOf(context), () => handler(request, context)),
    model: (request, context) => simulateModel(request, siteOf(context), () => model(request, context)),
  };
}

function refuseModel(request: ModelRequest): never {
  throw new EffectError(
    'PROVIDER',
    `The simulation has no model that could answer for "${request.model}". Choose a situation that has one, or run live.`,
    { wasSent: false, retryable: false },
  );
}
