import { Counter, Histogram, type Registry } from 'prom-client';
import { createBoundedLabels } from './bounded-labels.ts';
import type { RunObserver } from './observe-runs.ts';

/** Hosts that are told apart. */
const MAX_HOSTS = 100;
const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts and times the calls that pipelines make: by host, never by path, which may hold anything. */
export function measureCalls(registry: Registry): RunObserver {
  const registers = [registry];
  const calls = new Counter({
    name: 'flowmason_outgoing_calls_total',
    help: 'Calls to other services: by host as the pipeline names it, and by the class of the answer (2xx … 5xx, none).',
    labelNames: ['host', 'kind', 'answer'],
    registers,
  });
  const seconds = new Histogram({
    name: 'flowmason_outgoing_call_duration_seconds',
    help: 'How long calls to other services took.',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const hosts = createBoundedLabels(MAX_HOSTS);
  return {
    note(event) {
      if (event.type !== 'effect') return;
      const { kind, request, response, original_url: originalUrl } = event;
      const host = hosts.label(hostOf(originalUrl ?? request.url));
      calls.inc({ host, kind, answer: classOf(response.status_code) });
      seconds.observe({ kind }, response.elapsed_ms / 1000);
    },
    recall: () => undefined,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unknown';
}

function classOf(status: number): string {
  return status >= 100 && status <= 599 ? `${Math.floor(status / 100)}xx` : 'none';
}
