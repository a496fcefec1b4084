import { ComponentError, type EffectContext, EffectError, isRetryable } from '@flowmason/engine';
import { toDurationText } from '@flowmason/pipeline-schema';
import { type CallOutcome, CircuitBreaker, type CircuitState } from './circuit-breaker.ts';
import { RetryBudget } from './retry-budget.ts';

/** Who calls, as far as a host in trouble is concerned. */
export type Caller = Pick<EffectContext, 'runId' | 'instance' | 'attempt' | 'maxAttempts' | 'purpose' | 'secretsRead'>;

/** A call that is about to leave. */
export interface GuardedCall {
  /** Host and port; of a rewritten call both of them, because behind one test server stand many services. */
  readonly host: string;
  /** The same as messages and measurements may have it. */
  readonly shownHost: string;
  /** Such as `GET https://api.example.com/health`. */
  readonly label: string;
  readonly caller: Caller;
}

/** How it stands with one host; only for those of which there is something to tell. */
export interface HostState {
  readonly host: string;
  readonly circuit: CircuitState;
  /** How often its breaker has opened since the process began, and how many calls it has refused. */
  readonly openedCount: number;
  readonly refusedCount: number;
  /** Retries that were not sent because too many stages retried at once. */
  readonly shedRetryCount: number;
}

/** Keeps many runs from hammering a service that is in trouble. */
export interface HostGuard {
  /**
   * Makes a call and learns from how it ends.
   * @throws {EffectError} CONNECTIVITY, retryable and not sent, when the host is to be left alone; else what `send` throws.
   */
  watch<Answer extends { readonly status: number }>(call: GuardedCall, send: () => Promise<Answer>): Promise<Answer>;
  /** The hosts whose breaker is not closed, or that have been spared a call. */
  breakerStates(): readonly HostState[];
}

const MAX_HOSTS = 10_000;

/**
 * A circuit breaker and a retry budget for each host (SD13, SD14), shared by all runs of the process. What decided its shape:
 * - It is there against many runs that hammer a dead service, not against one pipeline that insists. So only the first
 *   attempt of a stage is evidence and may be refused; how often the stage then tries is the pipeline's word, and the
 *   business of the retry budget.
 * - A stage with `retry.condition` waits for a service to become ready: its bad answers are what it expects, so they are no
 *   evidence, and it is never held back.
 * - Catch and finally are what an outage is survived with, and a request that a crash interrupted has left once already:
 *   they pass, always. Their good answers close the breaker like any others.
 * - Bad is what says that the service is in trouble: no connection, no answer in time, a status of 500 or more. A refusal
 *   of ours, a cancel and an answer that cannot be read say nothing, and a status below 500 is a service that works.
 * Hosts are forgotten when they were not called for longest and there are more than 10,000.
 */
export function createHostGuard(now: () => number = () => performance.now()): HostGuard {
  const hosts = new Map<string, Host>();

  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? newHost(now);
    hosts.delete(name);
    hosts.set(name, host); // the last place of the map: called last
    const [oldest] = hosts.size > MAX_HOSTS ? hosts.keys() : [];
    if (oldest !== undefined) hosts.delete(oldest);
    return host;
  };

  return {
    async watch(call, send) {
      const host = hostOf(call.host);
      // A host that one pipeline names openly is no secret of another.
      if (call.shownHost === call.host || host.name === undefined) host.name = call.shownHost;
      const isProbe = admit(host, call);
      try {
        const answer = await send();
        const { status } = answer;
        settle(host, call, { outcome: status >= 500 ? 'bad' : 'good', isContent: !isRetryable(status), isProbe });
        return answer;
      } catch (error) {
        settle(host, call, { outcome: isTrouble(error) ? 'bad' : 'unknown', isContent: false, isProbe });
        throw error;
      }
    },
    breakerStates: () =>
      [...hosts]
        .map(([host, { name = host, breaker, counts }]) => ({ host: name, circuit: breaker.state, ...counts }))
        .filter(({ circuit, openedCount, shedRetryCount }) => circuit !== 'closed' || openedCount + shedRetryCount > 0),
  };
}

/** Lets every call pass: for simulated services, which nobody can hammer. */
export const NO_GUARD: HostGuard = { watch: (_call, send) => send(), breakerStates: () => [] };

interface Host {
  /** What it is told of as. */
  name: string | undefined;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly counts: { openedCount: number; refusedCount: number; shedRetryCount: number };
}

function newHost(now: () => number): Host {
  return {
    name: undefined,
    breaker: new CircuitBreaker(now),
    budget: new RetryBudget(now),
    counts: { openedCount: 0, refusedCount: 0, shedRetryCount: 0 },
  };
}

/** Lets a call out, or throws. True when it is the breaker's probe. */
function admit({ breaker, budget, counts }: Host, { shownHost, label, caller }: GuardedCall): boolean {
  if (caller.purpose !== 'work') {
    budget.note();
    return false;
  }
  if (caller.attempt > 1) {
    if (budget.admitRetry(stageOf(caller))) return false;
    counts.shedRetryCount += 1;
    throw spared(
      `${label} is not sent again now: more than ten stages are retrying calls to ${shownHost}, and together they may only add a tenth to the requests of the last minute. The next attempt may pass`,
    );
  }
  const admission = breaker.admit();
  if (admission.type !== 'refused') {
    budget.note();
    return admission.type === 'probe';
  }
  counts.refusedCount += 1;
  const { why, sinceMs, inMs } = admission;
  const next = inMs > 0 ? `It is tried again in ${inWords(inMs)}` : 'It is being tried again at this moment';
  throw spared(
    `${label} is not sent: ${shownHost} has been left alone for ${inWords(sinceMs)}, because ${why}. ${next}; stages of catch and finally are not held back`,
  );
}

/** How a call ended; its stage is content with an answer that it would not retry. */
type CallEnd = { readonly outcome: CallOutcome; readonly isContent: boolean; readonly isProbe: boolean };

function settle({ breaker, budget, counts }: Host, { caller }: GuardedCall, end: CallEnd): void {
  const { outcome, isContent, isProbe } = end;
  const isWork = caller.purpose === 'work';
  if (isWork && caller.attempt > 1) budget.settle(stageOf(caller), { isContent });
  if (outcome === 'good') breaker.noteGood({ isRetry: isWork && caller.attempt > 1 });
  else if (isProbe) breaker.noteProbeEnd(outcome);
  else if (outcome === 'bad' && isWork && caller.attempt === 1) {
    if (breaker.noteBad()) counts.openedCount += 1;
  }
}

function stageOf({ runId, instance, attempt, maxAttempts }: Caller) {
  return { stage: `${runId}/${instance}`, attempt, maxAttempts };
}

/** No answer that came in time: what a service in trouble gives. Whoever gives a call up says why with its reason. */
function isTrouble(error: unknown): boolean {
  return error instanceof ComponentError && (error.type === 'CONNECTIVITY' || error.type === 'TIMEOUT');
}

function spared(message: string): EffectError {
  return new EffectError('CONNECTIVITY', `${message}.`, { wasSent: false, retryable: true });
}

/** Whole seconds: nobody needs more of a time that is passing. */
function inWords(ms: number): string {
  return toDurationText(Math.max(1, Math.round(ms / 1000)) * 1000);
}
