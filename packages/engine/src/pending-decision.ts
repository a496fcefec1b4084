import type { StageDecision } from './stage-decision.ts';

/** A decision on its way into the journal. */
export class PendingDecision {
  readonly key: string;
  readonly decision: StageDecision;
  /** Resolves when it is durable; rejects with the reason when it was refused. */
  readonly answered: Promise<void>;
  readonly accept: () => void;
  readonly refuse: (reason: unknown) => void;

  constructor(key: string, decision: StageDecision) {
    this.key = key;
    this.decision = decision;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    [this.answered, this.accept, this.refuse] = [promise, resolve, reject];
  }
}
