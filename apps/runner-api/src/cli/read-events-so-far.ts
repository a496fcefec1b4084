import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { RunService } from '../runner.ts';

/**
 * The events of a run up to now, without waiting for more.
 * @throws {RunnerError} `run_not_found`.
 */
export async function readEventsSoFar(
  runs: Pick<RunService, 'get' | 'follow'>,
  runId: RunId,
): Promise<readonly RunEvent[]> {
  const { seq } = await runs.get(runId);
  const events: RunEvent[] = [];
  if (seq === 0) return events;
  const stop = new AbortController();
  for await (const event of runs.follow(runId, 0, stop.signal)) {
    events.push(event);
    if (event.seq >= seq) break;
  }
  stop.abort();
  return events;
}
