import type { EffectContext } from '@flowmason/engine';
import type { RunEvent } from '@flowmason/pipeline-schema';
import type { ReadMetrics } from '../http/metrics-router.ts';
import type { ServedRequest } from '../http/observe-requests.ts';
import { openStreamCount } from '../http/sse.ts';
import type { Log } from '../log.ts';
import type { RunStore } from '../run-store.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import { topOf } from '../runs/top-run.ts';
import type { Metrics } from '../telemetry/create-metrics.ts';
import type { SpanExport } from '../telemetry/export-spans.ts';
import { logRuns } from '../telemetry/log-runs.ts';
import type { BreakerState } from '../telemetry/metrics-sources.ts';
import { type ObservedRuns, observeRuns } from '../telemetry/observe-runs.ts';
import type { TraceparentMemory } from '../telemetry/remember-traceparents.ts';
import { attemptSpanId, toTraceparent, traceOf } from '../telemetry/trace-ids.ts';
import { traceRuns } from '../telemetry/trace-runs.ts';
import { readTracingSettings, type TracingSettings } from '../telemetry/tracing-settings.ts';

export interface TelemetryParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly store: RunStore;
  readonly traceparents: TraceparentMemory;
  readonly isReady: () => boolean;
  readonly breakerStates: () => readonly BreakerState[];
  readonly log: Log;
}

/** Everything that tells people and machines how a server fares. */
export interface Telemetry {
  /** Takes note of committed events. */
  noteEvents(events: readonly RunEvent[]): void;
  noteCommit(writes: number, ms: number): void;
  noteRequest(request: ServedRequest): void;
  readonly readMetrics: ReadMetrics;
  /** What a call to another service says of the trace that it belongs to; nothing when no traces are sent. */
  traceHeaders(context: EffectContext): Promise<Readonly<Record<string, string>>>;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/**
 * Telemetry whose slow parts are loaded while the server already answers; what happens until then is noted when they are
 * there. What cannot be loaded is told to the log once, and concerns no run.
 * @throws {RunnerError} `request_invalid` when traces are to be sent to what is no address.
 */
export function openTelemetry({ env, store, traceparents, isReady, breakerStates, log }: TelemetryParts): Telemetry {
  const settings = readTracingSettings(env);
  let parts: Loaded | undefined;
  let hasFailed = false;
  const early: ((loaded: Loaded) => void)[] = [];
  const whenLoaded = (task: (loaded: Loaded) => void): void => {
    if (parts) task(parts);
    else if (!hasFailed) early.push(task);
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
      breakerStates,
    });
    const spans = settings && (await tryExport(settings, log));
    const runs = observeRuns({
      observers: [logRuns(log), ...metrics.observers, ...(spans ? [traceRuns(spans.emit)] : [])],
      read: (runId) => store.journal.read(runId),
      takeTraceparent: traceparents.take,
      findOrigin: async (runId) => {
        const top = topOf(store, runId);
        return { runId: top, traceparent: await traceparents.find(top) };
      },
      onDefect: (runId, error) => log('error', `the run ${runId} cannot be watched; it goes on`, error),
    });
    parts = { metrics, runs, spans };
    for (const task of early.splice(0)) task(parts);
    return parts;
  };
  const loading = load().catch((error: unknown) => {
    hasFailed = true;
    early.length = 0;
    log('error', 'metrics and traces could not be loaded; runs are not affected', error);
    return undefined;
  });

  return {
    noteEvents: (events) => whenLoaded(({ runs }) => runs.note(events)),
    noteCommit: (writes, ms) => whenLoaded(({ metrics }) => metrics.noteCommit(writes, ms)),
    noteRequest(request) {
      const { requestId, method, route, status, isBrokenOff, ms } = request;
      const facts = { request_id: requestId, method, route, status, ms: Math.round(ms * 10) / 10 };
      log('debug', isBrokenOff ? 'request broken off' : 'request served', facts);
      whenLoaded(({ metrics }) => metrics.noteRequest(request));
    },
    async readMetrics() {
      const loaded = await loading;
      if (loaded === undefined) throw new Error('metrics could not be loaded, as the log has said');
      return loaded.metrics.read();
    },
    async traceHeaders({ runId, instance, attempt }) {
      if (settings === undefined) return {};
      const { runs, spans } = (await loading) ?? {};
      if (runs === undefined || spans === undefined) return {};
      const run = await runs.find(runId);
      if (run === undefined) return {};
      return { traceparent: toTraceparent(traceOf(run.origin), attemptSpanId(runId, instance, attempt)) };
    },
    close: async () => (await loading)?.spans?.close(),
  };
}

interface Loaded {
  readonly metrics: Metrics;
  readonly runs: ObservedRuns;
  readonly spans: SpanExport | undefined;
}

async function tryExport(settings: TracingSettings, log: Log): Promise<SpanExport | undefined> {
  try {
    const { exportSpans } = await import('../telemetry/export-spans.ts');
    return exportSpans(settings, { version: RUNNER_VERSION, log });
  } catch (error) {
    log('error', 'traces cannot be sent; runs are not affected', error);
    return undefined;
  }
}
