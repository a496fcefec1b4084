import { type Failure, isJsonObject } from '@flowmason/pipeline-schema';
import { addressOf } from './address.ts';
import { isShielded } from './control-flow/shield.ts';
import { FIRST_WITH_DECISIONS } from './engine-version.ts';
import { isHandled } from './failure-path.ts';
import type { Fact } from './recorder.ts';
import { isUnsafe } from './settle-attempt.ts';
import type { Instance, RunState } from './state.ts';

/** What is known of a run from outside it, when it is taken up again. */
export interface TakeUpSite {
  /** Of the engine that started the run. */
  readonly engineVersion: number;
  /** The run is a child, and where its parent started it a failure as INTERRUPTED is dealt with. */
  readonly isHandledOutside: boolean;
}

/** Whether an attempt of which nobody saw the end is made again without asking anybody. */
export function isRepeated(instance: Instance): boolean {
  const { on_interrupt } = instance.planned.stage;
  return on_interrupt === undefined ? !isUnsafe(instance) : on_interrupt === 'retry';
}

/**
 * Whether a person has to say what became of an attempt of which nobody saw the end and which must not be repeated
 * blindly: nothing in the pipeline would deal with its failure, and the run is meant to go on.
 */
export function needsDecision(state: RunState, instance: Instance, site: TakeUpSite): boolean {
  const { on_interrupt, on_error } = instance.planned.stage;
  if (site.engineVersion < FIRST_WITH_DECISIONS || on_interrupt !== undefined || state.ending) return false;
  if (state.returnedBy && !isShielded(instance)) return false;
  return on_error !== 'continue' && !isHandled(instance, { type: 'INTERRUPTED' }) && !site.isHandledOutside;
}

/** The addresses of the stages that wait for a person. */
export function undecidedKeys({ undecided, instances }: Pick<RunState, 'undecided' | 'instances'>): readonly string[] {
  if (undecided === 0) return [];
  return [...instances.values()].filter(({ isUndecided }) => isUndecided).map(({ key }) => key);
}

/** The fact that an attempt was interrupted and a person has to decide. */
export function undecidedFact(instance: Instance): Fact {
  const attempt = instance.attempts;
  const error = interruptionOf(
    instance,
    'A person has to decide what became of it: done, failed, or retry to send it again.',
  );
  return { type: 'stage.waiting', ...addressOf(instance), attempt, until: null, why: 'interrupted', error };
}

/** The failure of an attempt that was on its way when the process ended. `advice` says what to do now. */
export function interruptionOf(instance: Instance, advice: string): Failure {
  const { planned, attempts, attemptMs } = instance;
  const startedAt = new Date(attemptMs).toISOString();
  const request = requestOf(instance);
  const what = request ? `${request.method} ${request.host}${request.path}` : 'this request';
  return {
    type: 'INTERRUPTED',
    message: `the runner stopped while ${what} was on its way (attempt ${attempts}, begun ${startedAt}), so nobody knows whether it arrived. ${advice}`,
    stage_id: planned.id,
    attempt: attempts,
    retryable: false,
    details: { ...request, started_at: startedAt },
  };
}

/** Without the query, which may hold what is nobody's business. */
function requestOf({
  config,
}: Instance): { readonly method: string; readonly host: string; readonly path: string } | undefined {
  if (!isJsonObject(config)) return undefined;
  const { method, url } = config;
  const address = typeof url === 'string' ? URL.parse(url) : null;
  if (typeof method !== 'string' || address === null) return undefined;
  return { method: method.toUpperCase(), host: address.host, path: address.pathname };
}
