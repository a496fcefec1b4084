import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** A request to this server that is over. All its texts come from short lists. */
export interface MeasuredRequest {
  readonly method: string;
  /** The pattern of its route, such as `/api/v1/runs/{id}`. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly isStream: boolean;
}

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Counts and times the requests to this server, and counts who listens to events. */
export function measureRequests(registry: Registry, openStreamCount: () => number): (request: MeasuredRequest) => void {
  const registers = [registry];
  const requests = new Counter({
    name: 'flowmason_http_requests_total',
    help: 'Requests that were answered, by the pattern of their route.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'flowmason_http_request_duration_seconds',
    help: 'How long requests took; streams of events do not count.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  new Gauge({
    name: 'flowmason_event_readers',
    help: 'Open streams of events.',
    registers,
    collect() {
      this.set(openStreamCount());
    },
  });
  return ({ method, route, status, ms, isStream }) => {
    requests.inc({ method, route, status });
    if (!isStream) seconds.observe({ route }, ms / 1000);
  };
}
