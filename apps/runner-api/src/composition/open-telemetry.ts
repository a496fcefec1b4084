import type { RunEvent } from '@flowmason/pipeline-schema';
import type { ServedRequest } from '../http/observe-requests.ts';
import type { Log } from '../log.ts';
import type { RunStore } from '../run-store.ts';
import { logRuns } from '../telemetry/log-runs.ts';
import { observeRuns } from '../telemetry/observe-runs.ts';
import type { TraceparentMemory } from '../telemetry/remember-traceparents.ts';

export interface TelemetryParts {
  readonly store: RunStore;
  readonly traceparents: TraceparentMemory;
  readonly log: Log;
}

/** Everything that tells people and machines how a server fares. Loaded with the server. */
export interface Telemetry {
  /** Takes note of committed events. */
  noteEvents(events: readonly RunEvent[]): void;
  noteRequest(request: ServedRequest): void;
}

export function openTelemetry({ store, traceparents, log }: TelemetryParts): Telemetry {
  const runs = observeRuns({
    observers: [logRuns(log)],
    read: (runId) => store.journal.read(runId),
    takeTraceparent: traceparents.take,
    findTraceparent: traceparents.find,
    onDefect: (runId, error) => log('error', `the run ${runId} cannot be watched; it goes on`, error),
  });
  return {
    noteEvents: runs.note,
    noteRequest({ requestId, method, route, status, isBrokenOff, ms }) {
      const facts = { request_id: requestId, method, route, status, ms: Math.round(ms * 10) / 10 };
      log('debug', isBrokenOff ? 'request broken off' : 'request served', facts);
    },
  };
}
