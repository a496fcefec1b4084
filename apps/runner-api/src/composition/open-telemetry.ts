import type { RunEvent } from '@flowmason/pipeline-schema';
import type { ReadMetrics } from '../http/metrics-router.ts';
import type { ServedRequest } from '../http/observe-requests.ts';
import { openStreamCount } from '../http/sse.ts';
import type { Log } from '../log.ts';
import type { RunStore } from '../run-store.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import type { Metrics } from '../telemetry/create-metrics.ts';
import { logRuns } from '../telemetry/log-runs.ts';
import { observeRuns } from '../telemetry/observe-runs.ts';
import type { TraceparentMemory } from '../telemetry/remember-traceparents.ts';

export interface TelemetryParts {
  readonly store: RunStore;
  readonly traceparents: TraceparentMemory;
  readonly isReady: () => boolean;
  readonly log: Log;
}

/** Everything that tells people and machines how a server fares. */
export interface Telemetry {
  /** Takes note of committed events. */
  noteEvents(events: readonly RunEvent[]): void;
  noteCommit(writes: number, ms: number): void;
  noteRequest(request: ServedRequest): void;
  readonly readMetrics: ReadMetrics;
}

/**
 * Telemetry whose slow parts are loaded while the server already answers; what happens until then is noted when they are
 * there.
 */
export function openTelemetry({ store, traceparents, isReady, log }: TelemetryParts): Telemetry {
  let parts: Loaded | undefined;
  const early: ((loaded: Loaded) => void)[] = [];
  const whenLoaded = (task: (loaded: Loaded) => void): void => {
    if (parts) task(parts);
    else early.push(task);
  };
  const load = async (): Promise<Loaded> => {
    const { createMetrics } = await import('../telemetry/create-metrics.ts');
    const metrics = createMetrics({
      version: RUNNER_VERSION,
      countOpen: store.countOpen,
      usage: store.usage,
      storageState: store.state,
      isReady,
      openStreamCount,
    });
    const runs = observeRuns({
      observers: [logRuns(log), ...metrics.observers],
      read: (runId) => store.journal.read(runId),
      takeTraceparent: traceparents.take,
      findTraceparent: traceparents.find,
      onDefect: (runId, error) => log('error', `the run ${runId} cannot be watched; it goes on`, error),
    });
    parts = { metrics, runs };
    for (const task of early.splice(0)) task(parts);
    return parts;
  };
  const loading = load();
  loading.catch((error: unknown) => log('error', 'metrics could not be loaded', error));

  return {
    noteEvents: (events) => whenLoaded(({ runs }) => runs.note(events)),
    noteCommit: (writes, ms) => whenLoaded(({ metrics }) => metrics.noteCommit(writes, ms)),
    noteRequest(request) {
      const { requestId, method, route, status, isBrokenOff, ms } = request;
      const facts = { request_id: requestId, method, route, status, ms: Math.round(ms * 10) / 10 };
      log('debug', isBrokenOff ? 'request broken off' : 'request served', facts);
      whenLoaded(({ metrics }) => metrics.noteRequest(request));
    },
    readMetrics: async () => (await loading).metrics.read(),
  };
}

interface Loaded {
  readonly metrics: Metrics;
  readonly runs: { note(events: readonly RunEvent[]): void };
}
