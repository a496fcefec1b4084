import { textAt } from '../read-json.ts';
import type { Service } from '../world.ts';

const TOTAL = 47;
const FAILURES = [
  { name: 'checkout keeps the basket of a guest', message: 'expected 200, got 500', duration_ms: 812 },
  { name: 'checkout refuses an expired card', message: 'expected 402, got 500', duration_ms: 644 },
  { name: 'checkout sends one receipt', message: 'timed out after 10000 ms', duration_ms: 10_004 },
];

/** The integration-test runner: one run takes 8 simulated seconds and ends with a report. */
export const testRunner: Service = ({ method, path, body }, { traits }) => {
  if (path !== '/run') return { status: 404, json: { error: 'not found' } };
  if (method !== 'POST') return { status: 405, json: { error: 'use POST' } };
  const missing = ['suite', 'environment', 'service'].filter((key) => textAt(body, key) === undefined);
  if (missing.length > 0) return { status: 400, json: { error: `missing in the body: ${missing.join(', ')}` } };
  const failures = traits.tests === 'fail' ? FAILURES : [];
  return {
    status: 200,
    json: { passed: failures.length === 0, total: TOTAL, failed: failures.length, failures, duration_ms: 8_000 },
    latencyMs: 8_000,
  };
};
