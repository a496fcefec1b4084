import type { Stage } from '../pipeline.ts';

/**
 * How long a stage may be expected to take when all goes well, in ms: a guess from what it declares, for a plan that has
 * no past runs to go by.
 * - A request takes a tenth of its `timeout_ms`, at least 0.5 s and at most 30 s; 1 s without one. A model call takes 5 s.
 * - Polling (a `retry` with a `condition`) needs half of its attempts, rounded up, with the delays between them.
 *   A retry without a condition is for failures and does not count.
 * - `wait` takes its `seconds`; decisions and waits for a person take no time, everything else 0.1 s.
 * - `deadline_ms` caps the whole; a disabled stage takes no time.
 */
export function expectedDurationMs(stage: Stage): number {
  if (stage.disabled) return 0;
  const attemptMs = attemptDurationMs(stage);
  const { retry } = stage;
  if (retry?.condition === undefined) return attemptMs;
  const attempts = Math.max(1, Math.ceil(retry.max_attempts / 2));
  const polledMs = attempts * attemptMs + (attempts - 1) * retry.delay_seconds * 1_000;
  return Math.min(polledMs, stage.deadline_ms ?? Number.POSITIVE_INFINITY);
}

function attemptDurationMs(stage: Stage): number {
  const { component, config, timeout_ms } = stage;
  switch (component) {
    case 'http_request':
      return timeout_ms === undefined ? 1_000 : Math.min(30_000, Math.max(500, timeout_ms / 10));
    case 'generator':
    case 'critic':
    case 'improver':
    case 'selector':
    case 'synthesizer':
      return Math.min(5_000, timeout_ms ?? 5_000);
    case 'wait':
      return typeof config['seconds'] === 'number' ? Math.max(0, config['seconds'] * 1_000) : 0;
    case 'conditional':
    case 'router':
    case 'trycatch':
    case 'foreach':
    case 'approval':
    case 'return':
      return 0;
    default:
      return 100;
  }
}
