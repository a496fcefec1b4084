import type { FailureType, Json } from '@flowmason/pipeline-schema';
import type { EffectRecord } from './ports.ts';

/** Something that the engine's host can act on, told apart by `code`. Anything else that is thrown is a bug. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code:
    | 'journal_conflict'
    | 'run_unknown'
    | 'run_finished'
    | 'run_left'
    | 'stage_unknown'
    | 'stage_not_waiting'
    | 'output_invalid';

  constructor(code: EngineError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why an attempt failed, as a component says it. Whether another attempt is worth it is read from `type` and `retryable`. */
export class ComponentError extends Error {
  override readonly name = 'ComponentError';
  readonly type: FailureType;
  readonly details: Json | undefined;
  /** Overrides what the type alone says about another attempt. */
  readonly retryable: boolean | undefined;

  constructor(
    type: FailureType,
    message: string,
    options: { details?: Json; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.type = type;
    this.details = options.details;
    this.retryable = options.retryable;
  }
}

/** An effect that gave no answer. `wasSent` is false only when it is certain that nothing left the process. */
export class EffectError extends ComponentError {
  readonly wasSent: boolean;
  readonly record: EffectRecord | undefined;

  constructor(
    type: FailureType,
    message: string,
    options: { wasSent: boolean; record?: EffectRecord; retryable?: boolean; details?: Json; cause?: unknown },
  ) {
    super(type, message, options);
    this.wasSent = options.wasSent;
    this.record = options.record;
  }
}
