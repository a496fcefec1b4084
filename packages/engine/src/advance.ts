import type { Failure } from '@flowmason/pipeline-schema';
import { addressOf } from './address.ts';
import type { CancelOptions, StartChild } from './child-run.ts';
import type { Command } from './command.ts';
import { factOf } from './command-facts.ts';
import { factsOfCutOff, findCutOff } from './control-flow/cut-off.ts';
import { skipBody } from './control-flow/foreach-decision.ts';
import { activeMembers } from './control-flow/main-part.ts';
import { skipAfter } from './control-flow/skip.ts';
import { decide } from './decide.ts';
import { EngineError } from './errors.ts';
import { hasRoom, roomFailure } from './event-room.ts';
import { factOfNote } from './note-fact.ts';
import { outcomeOf } from './outcome.ts';
import { outputOf } from './output-mapping.ts';
import { PendingDecision } from './pending-decision.ts';
import type { AttemptEnd, AttemptNote } from './perform-attempt.ts';
import type { PinnedRun, RunPorts } from './ports.ts';
import { createReadyStages, takesTime } from './ready-stages.ts';
import { createRecorder, type Fact, type Recorder } from './recorder.ts';
import { createRunAlarms, type RunAlarms } from './run-alarms.ts';
import { circleFailure, timeLimitFailure } from './run-failures.ts';
import { createRunningAttempts, isChildStage } from './running-attempts.ts';
import { settleAttempt } from './settle-attempt.ts';
import { factOfDecision, type StageDecision } from './stage-decision.ts';
import { type StartedAttempt, startAttempt } from './start-attempt.ts';
import { type Instance, isContainer, isSettled, type RunState } from './state.ts';

/** What reaches a run from outside its own decisions. */
type News =
  | { readonly type: 'note'; readonly instance: Instance; readonly attempt: number; readonly note: AttemptNote }
  | { readonly type: 'ended'; readonly instance: Instance; readonly attempt: number; readonly end: AttemptEnd }
  | { readonly type: 'due'; readonly instance: Instance }
  | { readonly type: 'block_time_up'; readonly instance: Instance }
  | {
      readonly type: 'end_run';
      readonly reason: string;
      readonly failure?: Failure;
      readonly forced?: boolean;
      readonly by?: string;
    }
  | { readonly type: 'decided'; readonly question: PendingDecision };

/** `spec.md` §10. */
const MAX_PARALLEL = 100;
/** What waits for nothing has ended after so many turns of the microtask queue; what waits is not waited for. */
const MAX_HOPS = 16;

/**
 * The shell around `decide`: takes news in, records what follows from them, and starts what was decided. Invariants:
 * A1. Everything that follows from the news of one turn is recorded by one append; attempts start only after it. Those
 *     that have no effect may run before: whatever becomes of them, nothing has left.
 * A2. One turn at a time. What arrives meanwhile waits for the next.
 * A3. When the agenda, the ready stages and the alarms are empty, nothing runs and nobody has to decide, the run has ended.
 * A4. No turn before `start`: what arrives earlier, such as a cancel, waits until the run's beginning is recorded.
 * A5. A run that is being left starts nothing more; one that was given up records and performs nothing more.
 * A6. The time of a run never goes back, also when the machine's clock is set back; a retry whose alarm rang is due.
 */
export class RunDriver {
  /** Resolves when `run.finished` is durable; rejects when the journal fails, with the run left to be resumed. */
  readonly finished: Promise<void>;
  readonly #state: RunState;
  readonly #ports: RunPorts;
  readonly #startChild: StartChild;
  readonly #recorder: Recorder;
  readonly #news: News[] = [];
  readonly #ready = createReadyStages();
  /** Recorded as started in this turn, performed after its append. */
  #started: StartedAttempt[] = [];
  readonly #attempts = createRunningAttempts();
  /** Decisions that are recorded in this turn; who made them hears of it after its append. */
  #decisions: PendingDecision[] = [];
  /** Child runs that were asked to end; they end by themselves, after their own finally blocks. */
  readonly #ending = new Map<Instance, string>();
  /** Child runs that went on when the process ended; also one that is to end has to be taken up for that. */
  readonly #openChildren = new Set<Instance>();
  readonly #alarms: RunAlarms;
  #hasStarted = false;
  /** There is more to start, once what is recorded so far is written. */
  #isHeldBack = false;
  #isTurning = false;
  /** Set when the run is being left: aborted when there is no more time to wait for anything. */
  #leaving: AbortSignal | undefined;
  #isGivenUp = false;
  #latestMs: number;
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;

  constructor(state: RunState, ports: RunPorts, startChild: StartChild) {
    this.#state = state;
    this.#ports = ports;
    this.#startChild = startChild;
    this.#latestMs = state.latestMs;
    this.#recorder = createRecorder(state, ports);
    this.#alarms = createRunAlarms(ports.gate.clock, () => this.#now(), {
      retryDue: (instance) => this.#tell({ type: 'due', instance }),
      blockTimeUp: (instance) => this.#tell({ type: 'block_time_up', instance }),
      runTimeUp: (limitMs) => {
        const failure = timeLimitFailure(limitMs);
        this.#tell({ type: 'end_run', reason: failure.message, failure });
      },
      finallyTimeUp: (limitMs) => {
        const reason = `finally took longer than its ${limitMs / 60_000} minutes`;
        this.#tell({ type: 'end_run', reason, forced: true });
      },
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    [this.finished, this.#resolve, this.#reject] = [promise, resolve, reject];
    promise.catch(() => undefined); // a run may be left before its start is recorded, when nobody can wait for its end yet
  }

  /** Records a fact that stands before the run's first turn; the turn writes it, or `flush` does at once. Nothing of a run that was given up. */
  record(fact: Fact): void {
    if (this.#isGivenUp) return;
    this.#recorder.tick(this.#now());
    this.#recorder.record(fact);
  }

  /** Stores `pinned` with the run's first facts. */
  pin(pinned: PinnedRun): void {
    this.#recorder.pin(pinned);
  }

  /** @throws {EngineError} `journal_conflict` when the run exists already. */
  flush(): Promise<void> {
    return this.#recorder.flush();
  }

  /** Begins to advance the run, be it new or resumed; not one that was left meanwhile. */
  start(): void {
    if (this.#isGivenUp) return;
    this.#hasStarted = true;
    const { startedMs, plan, ending } = this.#state;
    const { timeout_ms } = plan.pipeline.settings;
    // The time in which nobody ran it is not taken from its finally blocks.
    if (ending) this.#alarms.limitFinally(this.#now());
    else if (timeout_ms !== undefined) this.#alarms.limitRun(startedMs, timeout_ms);
    for (const instance of this.#state.instances.values()) {
      if (instance.status === 'waiting' && !instance.isUndecided) this.#alarms.setRetry(instance);
      if (instance.status === 'running' && isContainer(instance.planned)) this.#alarms.limitBlock(instance);
    }
    void this.#turn();
  }

  /**
   * Repeats an attempt that was running when the process ended, and whose end is therefore unknown. Its config is
   * rendered with the time at which it began first, so that the same key goes with the same request.
   */
  restart(instance: Instance): void {
    this.#recorder.tick(this.#now());
    if (isChildStage(instance)) this.#openChildren.add(instance);
    this.#begin(instance, { attempt: instance.attempts, nowMs: instance.attemptMs, isResent: true });
  }

  /** Ends an attempt of which nobody saw the end. */
  settle(instance: Instance, end: AttemptEnd): void {
    this.#recorder.tick(this.#now());
    this.#settle(instance, end);
  }

  /** See `RunHandle.cancel`; nothing happens once the run has ended or is being ended in that way. */
  cancel(reason: string, { isForced = false, by }: CancelOptions = {}): void {
    this.#tell({ type: 'end_run', reason, ...(isForced && { forced: true }), ...(by !== undefined && { by }) });
  }

  /** See `RunHandle.resolve`. */
  resolve(key: string, decision: StageDecision): Promise<void> {
    const question = new PendingDecision(key, decision);
    if (this.#state.status === 'finished') question.refuse(this.#endError());
    else this.#tell({ type: 'decided', question });
    return question.answered;
  }

  /**
   * Stops working on the run here. What is under way and must not be repeated may come to its end until `limit` aborts;
   * everything else is aborted unrecorded and repeated by whoever resumes the run. `finished` then rejects.
   */
  leave(limit: AbortSignal): void {
    this.#leaving = limit;
    this.#attempts.leave(limit);
    this.#leaveWhenPossible();
    if (!this.#isGivenUp) limit.addEventListener('abort', () => this.#leaveWhenPossible(), { once: true });
  }

  #leaveWhenPossible(): void {
    if (!this.#leaving || this.#isTurning || this.#state.status === 'finished') return;
    if (!this.#leaving.aborted && this.#attempts.mustEnd) return;
    this.#abandon(this.#leftError());
  }

  #leftError(): EngineError {
    return new EngineError('run_left', `run ${this.#state.runId} goes on when it is resumed`);
  }

  #endError(): EngineError {
    if (this.#isGivenUp) return this.#leftError();
    return new EngineError('run_finished', `The run ${this.#state.runId} has ended; there is nothing to decide.`);
  }

  #now(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#ports.gate.clock.now());
    return this.#latestMs;
  }

  #tell(news: News): void {
    if (this.#state.status === 'finished') return;
    this.#news.push(news);
    void this.#turn();
  }

  async #turn(): Promise<void> {
    if (this.#isTurning || !this.#hasStarted) return;
    this.#isTurning = true;
    try {
      do {
        await this.#gather();
        this.#recorder.tick(this.#now());
        for (const news of this.#news.splice(0)) this.#take(news);
        this.#workAgenda();
        if (this.#isIdle() && (!this.#leaving || this.#state.unsettled === 0)) this.#rest();
        if (await this.#performIdle()) continue;
        if (this.#isGivenUp) return;
        if (this.#recorder.hasUnwritten) await this.#recorder.flush();
        for (const question of this.#decisions.splice(0)) question.accept();
        if (this.#isGivenUp) return;
        for (const started of this.#started.splice(0)) this.#perform(started);
      } while (this.#news.length > 0 || this.#state.agenda.length > 0 || this.#isHeldBack);
      if (this.#state.status === 'finished') this.#close();
    } catch (error) {
      this.#abandon(error);
    } finally {
      this.#isTurning = false;
    }
    this.#leaveWhenPossible();
  }

  /**
   * Lets everything that ends at this moment be part of one turn. When there are only notes, an attempt is likely to end with
   * them: what it did and its end then take one append and not two.
   */
  async #gather(): Promise<void> {
    await undefined;
    for (let hop = 1; hop < MAX_HOPS && this.#hasOnlyNotes(); hop++) await undefined;
  }

  #hasOnlyNotes(): boolean {
    return this.#news.length > 0 && this.#news.every(({ type }) => type === 'note');
  }

  /**
   * Runs attempts without an effect before their start is written, so that a row of them takes one append and not one
   * each. True when one has ended at once, and with it there is more to record.
   */
  async #performIdle(): Promise<boolean> {
    const isUrgent = this.#started.some(({ instance }) => !isIdle(instance));
    if (isUrgent || this.#started.length === 0 || !this.#recorder.mayGrow(this.#now())) return false;
    for (const started of this.#started.splice(0)) this.#perform(started);
    for (let hop = 0; hop < MAX_HOPS && this.#news.length === 0; hop++) await undefined;
    return this.#news.length > 0 && !this.#isGivenUp;
  }

  #take(news: News): void {
    const state = this.#state;
    switch (news.type) {
      case 'note':
        if (isCurrent(news)) this.#recorder.record(factOfNote(news.instance, news.attempt, news.note));
        return;
      case 'ended':
        if (isCurrent(news)) this.#settle(news.instance, news.end);
        return;
      case 'due':
        this.#latestMs = Math.max(this.#latestMs, news.instance.dueMs);
        state.agenda.push(news.instance);
        return;
      case 'block_time_up':
        this.#endBlock(news.instance);
        return;
      case 'end_run':
        this.#endRun(news);
        return;
      case 'decided':
        this.#decide(news.question);
        return;
    }
  }

  #endRun({ reason, failure, forced, by }: Extract<News, { type: 'end_run' }>): void {
    const { status, ending } = this.#state;
    if (status === 'finished' || (ending && (!forced || ending.isForced))) return;
    const found = forced ? findCutOff(this.#state) : { leftOut: [], cutOff: [] };
    const { leftOut, cutOff } = found;
    this.#recorder.record({
      type: 'run.cancelling',
      reason,
      ...(failure && { failure }),
      ...(forced && { forced }),
      ...(by !== undefined && { by }),
      ...(leftOut.length > 0 && { left_out: [...leftOut] }),
      ...(cutOff.length > 0 && { cut_off: [...cutOff] }),
    });
    for (const fact of factsOfCutOff(found)) this.#recorder.record(fact);
    this.#alarms.limitFinally(this.#now());
  }

  #decide(question: PendingDecision): void {
    if (this.#state.status === 'finished') {
      question.refuse(this.#endError());
      return;
    }
    try {
      this.#recorder.record(factOfDecision(this.#state, question.key, question.decision, this.#now()));
      this.#decisions.push(question);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      question.refuse(error);
    }
  }

  #workAgenda(): void {
    const { agenda } = this.#state;
    do {
      // All that follows from one state is decided on that state, so it does not matter who is asked first.
      while (agenda.length > 0) {
        this.#workOn(new Set(agenda.splice(0)));
        this.#keepRoom();
      }
      this.#startReady();
    } while (agenda.length > 0);
  }

  #workOn(due: ReadonlySet<Instance>): void {
    const commands: Command[] = [];
    const ending: Instance[] = [];
    for (const instance of due) {
      const decided = this.#commandsFor(instance);
      if (decided.some(({ type }) => type === 'conclude_block')) ending.push(instance);
      else commands.push(...decided);
    }
    this.#obey(commands);
    // Whether somebody deals with the failure of a block that ends depends on the blocks that are skipped at this moment.
    this.#obey(ending.flatMap((instance) => this.#commandsFor(instance)));
  }

  #commandsFor(instance: Instance): readonly Command[] {
    return decide(this.#state, instance, this.#now());
  }

  #obey(commands: readonly Command[]): void {
    for (const command of commands) {
      switch (command.type) {
        case 'queue_attempt':
          this.#ready.add(command.instance);
          break;
        case 'cancel_stage':
          this.#cancelStage(command.instance, command.reason);
          break;
        default:
          this.#recorder.record(factOf(command));
      }
    }
  }

  /** Starts what may start, until that has consequences: what settles at one moment settles before more starts. */
  #startReady(): void {
    const { agenda, plan } = this.#state;
    const limit = Math.min(MAX_PARALLEL, Math.max(1, plan.pipeline.settings.max_parallel));
    this.#isHeldBack = false;
    while (agenda.length === 0 && !this.#leaving) {
      this.#isHeldBack = this.#recorder.isFull;
      if (this.#isHeldBack) return;
      const instance = this.#ready.take({ running: this.#state.running, limit });
      if (!instance) return;
      this.#startIfStillDue(instance);
      if (!takesTime(instance)) agenda.push(instance);
    }
  }

  /** Much may have happened since it was queued. */
  #startIfStillDue(instance: Instance): void {
    const commands = this.#commandsFor(instance);
    if (commands[0]?.type === 'queue_attempt')
      this.#begin(instance, { attempt: instance.attempts + 1, nowMs: this.#now() });
    else this.#obey(commands);
  }

  #begin(
    instance: Instance,
    attempt: { readonly attempt: number; readonly nowMs: number; readonly isResent?: boolean },
  ): void {
    const started = startAttempt(this.#state, this.#ports, { instance, ...attempt, beginsMs: this.#now() });
    for (const fact of started.facts) this.#recorder.record(fact);
    if (isContainer(instance.planned)) this.#alarms.limitBlock(instance);
    if (started.type === 'ended') this.#settle(instance, started.end);
    else if (started.type === 'started') this.#started.push(started);
  }

  #perform(started: StartedAttempt): void {
    const { instance, attempt } = started;
    if (isSettled(instance)) return;
    const running = started.perform({
      startChild: this.#startChild,
      note: (note) => this.#tell({ type: 'note', instance, attempt, note }),
    });
    this.#attempts.set(instance, running);
    const reason = this.#ending.get(instance);
    if (reason !== undefined) running.abort(reason, this.#cancelOptions());
    if (this.#leaving) running.leave?.(this.#leaving);
    running.end.then(
      (end) => this.#tell({ type: 'ended', instance, attempt, end }),
      (error) => this.#abandon(error),
    );
  }

  #settle(instance: Instance, end: AttemptEnd): void {
    this.#attempts.delete(instance);
    const reason = this.#ending.get(instance);
    if (reason !== undefined) {
      this.#ending.delete(instance);
      this.#recorder.record({ type: 'stage.cancelled', ...addressOf(instance), reason });
      return;
    }
    for (const fact of settleAttempt(this.#state, this.#ports, instance, end, this.#now())) this.#recorder.record(fact);
    if (instance.status === 'waiting') this.#alarms.setRetry(instance);
    if (instance.planned.body && !instance.loop)
      this.#obey(skipBody(instance, skipAfter('dependency_failed', instance)));
  }

  #cancelStage(instance: Instance, reason: string): void {
    const attempt = this.#attempts.get(instance);
    attempt?.abort(reason, this.#cancelOptions());
    this.#alarms.clearRetry(instance);
    if (isChildStage(instance) && (attempt || this.#openChildren.has(instance))) {
      this.#ending.set(instance, reason);
      return;
    }
    this.#attempts.delete(instance);
    this.#recorder.record({ type: 'stage.cancelled', ...addressOf(instance), reason });
  }

  /** A child is ended at once when its parent is. */
  #cancelOptions(): CancelOptions {
    return { isForced: this.#state.ending?.isForced ?? false };
  }

  /** The time of a trycatch's try list, or of a foreach, is up: what runs in it is cancelled. */
  #endBlock(block: Instance): void {
    if (isSettled(block)) return;
    const { id, stage } = block.planned;
    const reason = `${id} took longer than its time-out of ${stage.timeout_ms} ms`;
    for (const instance of activeMembers(this.#state, block)) this.#cancelStage(instance, reason);
  }

  #keepRoom(): void {
    const { ending } = this.#state;
    if (hasRoom(this.#state) || this.#state.status === 'finished' || ending?.isForced) return;
    const failure = roomFailure(this.#state);
    this.#take({ type: 'end_run', reason: failure.message, failure, ...(ending && { forced: true }) });
  }

  #isIdle(): boolean {
    const { status, agenda, running } = this.#state;
    const isWaiting = agenda.length === 0 && running === 0 && this.#news.length === 0;
    return status !== 'finished' && isWaiting && !this.#isHeldBack;
  }

  /** Nothing runs: the run has ended, or it waits, or its stages wait for each other. */
  #rest(): void {
    const state = this.#state;
    if (state.unsettled === 0) {
      this.#finish();
      return;
    }
    if (this.#alarms.hasRetries || state.undecided > 0) {
      if (state.status === 'running') this.#recorder.record({ type: 'run.waiting' });
      return;
    }
    const failure = circleFailure(state);
    this.#take({ type: 'end_run', reason: failure.message, failure, forced: true });
    this.#workAgenda();
    if (state.unsettled > 0) throw new Error(`run ${state.runId} cannot go on: ${failure.message}`);
    this.#finish();
  }

  #finish(): void {
    const { status, error } = outcomeOf(this.#state);
    const { output, warnings } = outputOf(this.#state, this.#ports, this.#now());
    for (const { code, message } of warnings) this.#recorder.record({ type: 'warning', code, message });
    this.#recorder.record({ type: 'run.finished', status, output, error });
  }

  #close(): void {
    this.#alarms.clearAll();
    this.#resolve();
  }

  /** The journal or the engine itself has failed: nothing more is done, so that a resumed run finds what was recorded. */
  #abandon(error: unknown): void {
    this.#isGivenUp = true;
    this.#state.status = 'finished';
    this.#attempts.giveUp();
    this.#alarms.clearAll();
    for (const news of this.#news.splice(0)) if (news.type === 'decided') news.question.refuse(error);
    for (const question of this.#decisions.splice(0)) question.refuse(error);
    this.#reject(error);
  }
}

/** Whatever the attempt does, it can be repeated: it reaches nothing outside, and it is no run of its own. */
function isIdle(instance: Instance): boolean {
  return instance.planned.component?.effect === 'none' && !isChildStage(instance);
}

function isCurrent({ instance, attempt }: { readonly instance: Instance; readonly attempt: number }): boolean {
  return instance.status === 'running' && instance.attempts === attempt;
}
