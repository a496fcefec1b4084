import type { ComponentDescription, ConditionTrace, Json, JsonObject } from '@flowmason/pipeline-schema';
import type { z } from 'zod';
import type { HttpRequest, HttpResponse, ModelRequest, ModelResponse } from './ports.ts';

/** All that a component may touch while it runs one attempt. */
export interface ComponentContext {
  readonly stageId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** The attempt's recorded clock, ms since 1970; frozen for the attempt. */
  readonly nowMs: number;
  readonly idempotencyKey: string;
  /** Set when values of secrets went into the config: what the component tells of it must come from here. */
  readonly shown?: ShownConfig | undefined;
  /** Goes through the effect gate; the call is journaled as an `effect` event. */
  http(request: HttpRequest): Promise<HttpResponse>;
  model(request: ModelRequest): Promise<ModelResponse>;
  /** Waits on the run's clock. */
  sleep(ms: number): Promise<void>;
  log(level: 'debug' | 'info' | 'warning' | 'error', message: string, data?: Json): void;
  warn(code: string, message: string): void;
  /**
   * Evaluates the template text of a field that has `roots` of its own, with `names` beside the usual ones (`item`,
   * `index`, `data`). Missing values are recorded as warnings, as in any other field.
   * @throws {ComponentError} EXPRESSION when the template fails.
   */
  evaluate(template: string, mode: 'strict' | 'lenient' | 'condition', names: JsonObject): Json;
}

/** A resolved config as people may see it. */
export interface ShownConfig {
  /** With `[secret:NAME]` in place of everything that was made of a secret. */
  readonly config: Json;
  /** The value of a secret is the whole address, or its beginning; so the host, which is no secret then, may be told. */
  readonly isUrlSecret: boolean;
}

/** A component with the code that runs it. `config` has been resolved and parsed by the description's schema. */
export interface Component<Schema extends z.ZodType = z.ZodType> extends ComponentDescription {
  readonly config: Schema;
  /**
   * Runs one attempt.
   * @throws {ComponentError} with the type that pipelines may catch.
   */
  execute(config: z.output<Schema>, context: ComponentContext): Promise<Json>;
  /**
   * Takes a decision instead of executing: set by deciders only. `config` arrives as it is written; the decider has
   * its templates evaluated one by one, so that each leaves its trace. Pure and synchronous.
   * @throws {ComponentError} when no arm can be chosen.
   */
  choose?(config: JsonObject, context: ChoiceContext): Choice;
}

/** What a decider may ask while it chooses. */
export interface ChoiceContext {
  /** Evaluates a template that must be true or false; one that fails gives its reason instead. */
  condition(name: string, template: Json): ConditionTrace;
  /** Evaluates a template that may have any value. */
  value(name: string, template: Json): ConditionTrace;
  log(level: 'info' | 'warning', message: string): void;
}

/** The arm that a decider took, how it came to it, and the stage's output. */
export type Choice = { readonly arm: string; readonly trace: readonly ConditionTrace[]; readonly output: Json };

/**
 * Thrown by `execute` when the stage turns out to have nothing to pass on: it ends `skipped` with the reason
 * `branch_not_taken`, and `message` says why in its journal. Not a failure: it is neither retried nor caught.
 */
export class SkipSignal extends Error {
  override readonly name = 'SkipSignal';
}

/** Only adds types: infers the config type of `execute` from the schema. */
export function defineComponent<Schema extends z.ZodType>(component: Component<Schema>): Component {
  return component as unknown as Component; // Schema is only needed inside `execute`; callers hold parsed configs
}
