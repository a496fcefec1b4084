import type { EffectContext } from '@flowmason/engine';
import { RunId } from '@flowmason/pipeline-schema';

/** The first attempt of a stage that calls a service, with what `rest` says otherwise. */
export function callContext(rest: Partial<EffectContext> = {}): EffectContext {
  return {
    runId: RunId.parse('run'),
    stageId: 'call',
    instance: 'call',
    attempt: 1,
    signal: new AbortController().signal,
    idempotencyKey: 'run-call',
    purpose: 'work',
    maxAttempts: 1,
    ...rest,
  };
}
