import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

function budgetAt() {
  const time = { ms: 0 };
  return { time, budget: new RetryBudget(() => time.ms) };
}

function retry(stage: number, attempt = 2) {
  return { stage: `run-${stage}/call`, attempt, maxAttempts: 5 };
}

/** Of that many stages that retry at once, how many may. */
function admitted(budget: RetryBudget, from: number, to: number): number {
  let count = 0;
  for (let stage = from; stage < to; stage++) if (budget.admitRetry(retry(stage))) count += 1;
  return count;
}

describe('RetryBudget', () => {
  it('lets a stage that retries alone have all of its attempts, however many', () => {
    const { budget } = budgetAt();
    const passed = Array.from({ length: 99 }, (_, index) =>
      budget.admitRetry({ ...retry(1, index + 2), maxAttempts: 100 }),
    );
    expect(passed).not.toContain(false);
  });

  it('lets ten stages retry at once, and no eleventh when nothing else is sent', () => {
    const { budget } = budgetAt();
    expect(admitted(budget, 0, 50)).toBe(10);
  });

  it('lets further stages add a tenth to the requests of the last minute', () => {
    const { budget } = budgetAt();
    for (let request = 0; request < 490; request++) budget.note();
    expect(admitted(budget, 0, 10)).toBe(10);
    expect(admitted(budget, 10, 200)).toBe(49);
  });

  it('counts only the last minute', () => {
    const { budget, time } = budgetAt();
    for (let request = 0; request < 500; request++) budget.note();
    time.ms = 71_000;
    expect(admitted(budget, 0, 50)).toBe(10);
  });

  it.each([
    ['is content with its answer', { attempt: 2, isContent: true }],
    ['has no attempt left', { attempt: 5, isContent: false }],
  ])('has a seat again when a stage %s', (_, { attempt, isContent }) => {
    const { budget } = budgetAt();
    admitted(budget, 0, 10);
    expect(budget.admitRetry(retry(10))).toBe(false);
    budget.settle(retry(3, attempt), { isContent });
    expect(budget.admitRetry(retry(10))).toBe(true);
  });

  it('keeps the seat of a stage that failed and comes again', () => {
    const { budget } = budgetAt();
    admitted(budget, 0, 10);
    budget.settle(retry(3), { isContent: false });
    expect([budget.admitRetry(retry(10)), budget.admitRetry(retry(3, 3))]).toEqual([false, true]);
  });

  it('takes the seat of a stage that stays away for two minutes', () => {
    const { budget, time } = budgetAt();
    admitted(budget, 0, 10);
    time.ms = 121_000;
    expect(budget.admitRetry(retry(10))).toBe(true);
  });
});
