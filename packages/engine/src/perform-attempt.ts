import { type Failure, findJsonExcess, type Json } from '@flowmason/pipeline-schema';
import { type ComponentContext, SkipSignal } from './component.ts';
import { ComponentError, EffectError } from './errors.ts';
import type { EffectContext, EffectPurpose, EffectRecord, RunPorts } from './ports.ts';
import type { PreparedAttempt } from './prepare-attempt.ts';
import type { AttemptOutcome } from './retry.ts';

/** What an attempt did besides ending. */
export type AttemptNote =
  | { readonly type: 'effect'; readonly kind: 'http' | 'model'; readonly record: EffectRecord }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warning' | 'error';
      readonly message: string;
      readonly data?: Json;
    }
  | { readonly type: 'warning'; readonly code: string; readonly message: string };

export type AttemptEnd = AttemptOutcome | { readonly type: 'skipped'; readonly message: string };

export interface AttemptSite {
  readonly runId: EffectContext['runId'];
  readonly stageId: string;
  readonly instance: string;
  readonly attempt: number;
  readonly nowMs: number;
  readonly idempotencyKey: string;
  readonly purpose: EffectPurpose;
  readonly maxAttempts: number;
  /** Time that this attempt has, of its own or left until the stage's deadline. */
  readonly timeLimit: { readonly ms: number; readonly message: string } | undefined;
  evaluate: ComponentContext['evaluate'];
  note(note: AttemptNote): void;
}

/** An attempt on its way. */
export interface RunningAttempt {
  /** Resolves once; rejects only when it was left. */
  readonly end: Promise<AttemptEnd>;
  /** Ends it from outside; what it still does is not noted any more. A child run has its finally blocks, unless forced. */
  abort(reason: string, options?: { readonly isForced?: boolean }): void;
  /** Of a child run: leaves it to be resumed together with its parent. */
  leave?(limit: AbortSignal): void;
}

/** Runs a component's `execute` once. Its time limit holds even if it does not listen to its signal. */
export function performAttempt(
  prepared: Extract<PreparedAttempt, { failure: undefined }>,
  site: AttemptSite,
  gate: RunPorts['gate'],
): RunningAttempt {
  let isOver = false;
  let controller: AbortController | undefined;
  let abortReason: unknown;
  // Made only when somebody asks for it: most attempts end before anyone could abort them.
  const signal = () => {
    controller ??= new AbortController();
    if (abortReason !== undefined && !controller.signal.aborted) controller.abort(abortReason);
    return controller.signal;
  };
  const note = (what: AttemptNote) => {
    if (!isOver) site.note(what);
  };
  const close = (reason: unknown) => {
    isOver = true;
    abortReason ??= reason;
    controller?.abort(reason);
  };

  const context = createContext(site, { gate, signal, note, ...prepared });
  const work = execute(prepared, context, site);
  const end = site.timeLimit ? withTimeLimit(work, site, { gate, close }) : work;
  return {
    end: end.then((outcome) => {
      isOver = true;
      return outcome;
    }),
    abort: (reason) => close(new ComponentError('CANCELLED', reason)),
  };
}

async function execute(
  { component, config }: Extract<PreparedAttempt, { failure: undefined }>,
  context: ComponentContext,
  site: AttemptSite,
): Promise<AttemptEnd> {
  try {
    const output = (await component.execute(config, context)) ?? null;
    const excess = findJsonExcess(output);
    if (excess !== undefined) throw tooLargeOutput(excess);
    return { type: 'succeeded', output };
  } catch (error) {
    if (error instanceof SkipSignal) return { type: 'skipped', message: error.message };
    return { type: 'failed', error: toFailure(error, site), wasSent: !(error instanceof EffectError) || error.wasSent };
  }
}

async function withTimeLimit(
  work: Promise<AttemptEnd>,
  site: AttemptSite,
  { gate, close }: { gate: RunPorts['gate']; close(reason: unknown): void },
): Promise<AttemptEnd> {
  const { ms, message } = site.timeLimit ?? { ms: 0, message: '' };
  const timer = new AbortController();
  const timeUp = gate.clock.sleep(ms, timer.signal).then(
    (): AttemptEnd => {
      const error = new ComponentError('TIMEOUT', message);
      close(error);
      return { type: 'failed', error: toFailure(error, site), wasSent: true };
    },
    () => work, // the timer was stopped because the work has ended
  );
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    timer.abort();
  }
}

function createContext(
  site: AttemptSite,
  hands: Pick<Extract<PreparedAttempt, { failure: undefined }>, 'secretsRead' | 'shown'> & {
    readonly gate: RunPorts['gate'];
    signal(): AbortSignal;
    note(note: AttemptNote): void;
  },
): ComponentContext {
  const { gate, signal, note, secretsRead, shown } = hands;
  const effectContext = (): EffectContext => ({
    runId: site.runId,
    stageId: site.stageId,
    instance: site.instance,
    attempt: site.attempt,
    signal: signal(),
    idempotencyKey: site.idempotencyKey,
    purpose: site.purpose,
    maxAttempts: site.maxAttempts,
    ...(secretsRead.length > 0 && { secretsRead }),
  });
  const recorded = async <Answer extends { readonly record: EffectRecord }>(
    kind: 'http' | 'model',
    call: Promise<Answer>,
  ): Promise<Answer> => {
    try {
      const answer = await call;
      note({ type: 'effect', kind, record: answer.record });
      return answer;
    } catch (error) {
      if (error instanceof EffectError && error.record) note({ type: 'effect', kind, record: error.record });
      throw error;
    }
  };
  return {
    stageId: site.stageId,
    attempt: site.attempt,
    get signal() {
      return signal();
    },
    nowMs: site.nowMs,
    idempotencyKey: site.idempotencyKey,
    shown,
    http: (request) => recorded('http', gate.http(request, effectContext())),
    model: (request) => recorded('model', gate.model(request, effectContext())),
    sleep: (ms) => gate.clock.sleep(ms, signal()),
    log: (level, message, data) => note({ type: 'log', level, ...cutLine(message, data) }),
    warn: (code, message) => note({ type: 'warning', code, message }),
    evaluate: site.evaluate,
  };
}

function tooLargeOutput(excess: string): ComponentError {
  const message = `the output of this stage ${excess}; give only the parts that are needed`;
  return new ComponentError('LIMIT', message, { retryable: false });
}

/** Failures that are worth another attempt when the component does not say. */
const RETRYABLE = new Set(['CONNECTIVITY', 'TIMEOUT']);

/** What a thrown value becomes in the journal. */
export function toFailure(error: unknown, site: Pick<AttemptSite, 'stageId' | 'attempt'>): Failure {
  const place = { stage_id: site.stageId, attempt: site.attempt };
  if (error instanceof ComponentError) {
    const { type, message, details } = error;
    const retryable = error.retryable ?? RETRYABLE.has(type);
    return { type, message, ...place, retryable, ...(details !== undefined && { details: boundedDetails(details) }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'EXECUTION', message: `the component failed unexpectedly: ${message}`, ...place, retryable: false };
}

/** Details are for people, and decide nothing: too large ones say so instead. */
function boundedDetails(details: Json): Json {
  const excess = findJsonExcess(details);
  return excess === undefined ? details : { left_out: `what belongs here ${excess}` };
}

/** `spec.md` §10. */
const MAX_LOG_LENGTH = 16_384;

/** A log line within its limit; what is cut is marked, because logs are for people and decide nothing. */
function cutLine(message: string, data: Json | undefined): { message: string; data?: Json } {
  const line = cut(message);
  if (data === undefined) return { message: line };
  const text = JSON.stringify(data);
  return { message: line, data: text.length > MAX_LOG_LENGTH ? cut(text) : data };
}

function cut(text: string): string {
  if (text.length <= MAX_LOG_LENGTH) return text;
  return `${text.slice(0, MAX_LOG_LENGTH - 64)}… [cut: ${text.length} characters]`;
}
