import { describe, expect, it } from 'vitest';
import attacks from '../../test-data/expr-attacks.json' with { type: 'json' };
import conformance from '../../test-data/expr-conformance.json' with { type: 'json' };
import { runExpressionCases } from './expression-cases.ts';

/** Unit tests share their machine; what is judged by time stays within ten times of what is allowed. */
const patientAttacks = attacks.map((attack) => {
  const { expect: expectation } = attack;
  return 'maxMs' in expectation ? { ...attack, expect: { ...expectation, maxMs: expectation.maxMs * 10 } } : attack;
});

/** Ticks once for each look at it. */
let ticks = 0;
const clock = () => ticks++ / 1000;

describe('runExpressionCases', () => {
  it('meets every case of the conformance file', () => {
    expect(runExpressionCases(conformance, clock)).toEqual({ passed: 525, failed: 0, differences: [] });
  });

  it('ends every attack as told', () => {
    expect(runExpressionCases(patientAttacks, clock)).toEqual({ passed: 176, failed: 0, differences: [] });
  });

  it('tells what a case expected and what it got', () => {
    const report = runExpressionCases(
      [
        { name: 'wrong', template: '{{ 1 + 1 }}', context: {}, expected: 3 },
        { name: 'fails', template: '{{ 1 / 0 }}', context: {}, expected: 3 },
        { name: 'should fail', template: '{{ 1 }}', context: {}, expected: { $error: 'E_TYPE' } },
      ],
      clock,
    );
    expect(report).toEqual({
      passed: 0,
      failed: 3,
      differences: [
        'wrong: expected 3, got 2',
        'fails: expected 3, got {"$error":"E_DIV_ZERO"}',
        'should fail: expected {"$error":"E_TYPE"}, got 1',
      ],
    });
  });

  it('counts a case as failed when it shows a secret', () => {
    const { failed } = runExpressionCases(
      [
        {
          name: 'shown',
          template: '{{ secrets.K }}',
          context: { secrets: { K: 'v' } },
          expect: { value: 'v', display: 'v' },
        },
      ],
      clock,
    );
    expect(failed).toBe(1);
  });

  it('counts a case as failed when it takes too long', () => {
    const { failed } = runExpressionCases(
      [{ name: 'slow', template: '{{ 1 }}', context: {}, expect: { any: true, maxMs: -1 } }],
      clock,
    );
    expect(failed).toBe(1);
  });

  it('runs JMESPath cases by their kind', () => {
    const report = runExpressionCases(
      [
        { name: 'found', kind: 'jmespath', template: 'a.b', context: { a: { b: 1 } }, expect: { value: 1 } },
        { name: 'refused', kind: 'jmespath', template: 'a.', context: {}, expect: { error: ['limit', 'syntax'] } },
      ],
      clock,
    );
    expect(report).toEqual({ passed: 2, failed: 0, differences: [] });
  });

  it('compares numbers to twelve digits', () => {
    const cases = [{ name: 'sum', template: '{{ 0.1 + 0.2 }}', context: {}, expected: 0.3 }];
    expect(runExpressionCases(cases, clock).failed).toBe(0);
  });

  it('refuses a file of another shape', () => {
    expect(() => runExpressionCases([{ template: 1 }], clock)).toThrow();
  });
});
