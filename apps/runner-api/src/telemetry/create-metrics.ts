import { collectDefaultMetrics, Registry } from 'prom-client';
import { measureBreakers } from './measure-breakers.ts';
import { measureCalls } from './measure-calls.ts';
import { type MeasuredRequest, measureRequests } from './measure-requests.ts';
import { measureRuns } from './measure-runs.ts';
import { measureStore } from './measure-store.ts';
import type { MetricsSources } from './metrics-sources.ts';
import type { RunObserver } from './observe-runs.ts';

/** Figures about this process since it began, for Prometheus. `docs/operations.md` names them. */
export interface Metrics {
  readonly observers: readonly RunObserver[];
  noteRequest(request: MeasuredRequest): void;
  noteCommit(writes: number, ms: number): void;
  /** In the text format of Prometheus. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Metrics in a registry of their own. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureBreakers(registry, sources.breakerStates);
  return {
    observers: [measureRuns(registry, sources.countOpen), measureCalls(registry)],
    noteRequest: measureRequests(registry, sources.openStreamCount),
    noteCommit: measureStore(registry, sources),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
