import type { Failure } from '@flowmason/pipeline-schema';
import { isSettled, type RunState } from './state.ts';

/** Why a run ends whose time is up. */
export function timeLimitFailure(ms: number): Failure {
  return failureOfRun('TIMEOUT', `the run took longer than settings.timeout_ms, ${ms} ms`);
}

/** Why a run ends of which stages are left that nothing will ever start. */
export function circleFailure({ plan, instances }: Pick<RunState, 'plan' | 'instances'>): Failure {
  const [cycle] = plan.graph.cycles;
  if (cycle) return failureOfRun('VALIDATION', `these stages wait for each other: ${[...cycle, cycle[0]].join(' → ')}`);
  const stuck = [...instances.values()].filter((instance) => !isSettled(instance)).map(({ key }) => key);
  return failureOfRun('VALIDATION', `these stages can never start: ${stuck.slice(0, 10).join(', ')}`);
}

function failureOfRun(type: Failure['type'], message: string): Failure {
  return { type, message, stage_id: null, attempt: 0, retryable: false };
}
