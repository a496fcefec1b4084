import {
  compileTemplate,
  type EvaluationMode,
  ExprError,
  type Json,
  type JsonObject,
  RunId,
} from '@flowmason/pipeline-schema';
import type { Component, ComponentContext } from './component.ts';
import { createSimulateGate, type SimulateGateOptions } from './effects/simulate-gate.ts';
import { createVirtualClock } from './effects/virtual-clock.ts';
import { ComponentError } from './errors.ts';
import type { EffectContext, HttpRequest, ModelRequest } from './ports.ts';

/** What one attempt did: its output, and all that it asked for or said on the way. */
export type Attempt = {
  readonly output: Json;
  readonly requests: readonly HttpRequest[];
  readonly prompts: readonly ModelRequest[];
  readonly logs: readonly { level: string; message: string; data?: Json }[];
  readonly warnings: readonly string[];
};

export type World = Partial<Pick<SimulateGateOptions, 'handler' | 'model'>> & {
  /** What templates of fields with roots of their own see besides those, such as `input`. */
  readonly scope?: JsonObject;
};

const NOW_MS = 1_700_000_000_000;

/** The key that attempts of `runComponent` carry. */
export const IDEMPOTENCY_KEY = 'run-1-stage';

/**
 * Runs one attempt of `component` in a simulated world, as the engine would: the config is parsed first.
 * @throws what the attempt throws, and a zod error for a config that breaks the component's schema.
 */
export async function runComponent(component: Component, config: JsonObject, world: World = {}): Promise<Attempt> {
  const requests: HttpRequest[] = [];
  const prompts: ModelRequest[] = [];
  const logs: { level: string; message: string; data?: Json }[] = [];
  const warnings: string[] = [];
  const clock = createVirtualClock({ startMs: NOW_MS });
  const { handler = () => ({ status: 200 }), model } = world;
  const gate = createSimulateGate({ handler, clock, ...(model && { model }) });
  const effectContext: EffectContext = {
    runId: RunId.parse('run-1'),
    stageId: 'stage',
    instance: 'stage',
    attempt: 1,
    signal: new AbortController().signal,
    idempotencyKey: IDEMPOTENCY_KEY,
    purpose: 'work',
    maxAttempts: 1,
  };
  const context: ComponentContext = {
    stageId: 'stage',
    attempt: 1,
    signal: effectContext.signal,
    nowMs: clock.now(),
    idempotencyKey: IDEMPOTENCY_KEY,
    http(request) {
      requests.push(request);
      return gate.http(request, effectContext);
    },
    model(request) {
      prompts.push(request);
      return gate.model(request, effectContext);
    },
    sleep: (ms) => clock.sleep(ms, effectContext.signal),
    log: (level, message, data) => void logs.push({ level, message, ...(data !== undefined && { data }) }),
    warn: (code) => void warnings.push(code),
    evaluate: (template, mode, names) => evaluate(template, mode, { ...world.scope, ...names }),
  };
  const output = await component.execute(component.config.parse(config), context);
  return { output, requests, prompts, logs, warnings };
}

function evaluate(template: string, mode: EvaluationMode, scope: JsonObject): Json {
  try {
    return compileTemplate(template).run(scope, { mode, nowMs: NOW_MS }).value;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    throw new ComponentError('EXPRESSION', error.message, { cause: error });
  }
}

/** The messages of a config that breaks the schema, each behind its path; empty for one that does not. */
export function configProblems(component: Component, config: JsonObject): string[] {
  const result = component.config.safeParse(config);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
