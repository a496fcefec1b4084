import { at, textAt } from '../read-json.ts';
import type { Traits } from '../situation.ts';
import type { Service, World } from '../world.ts';
import { hasScheme } from './authorization.ts';

/** What the service that the alert is about writes, by what is wrong with it; repeated to fill the half hour. */
const LINES: Readonly<Record<Traits['incident'], readonly string[]>> = {
  oom: [
    'java.lang.OutOfMemoryError: Java heap space at PaymentBatch.collect(PaymentBatch.java:118)',
    'GC overhead limit exceeded: 97 % of the time spent in collection',
    'container killed: OOMKilled (limit 2048 MiB)',
  ],
  pool: [
    'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=20, active=20, idle=0, waiting=61)',
    'FATAL: remaining connection slots are reserved for non-replication superuser connections',
  ],
  'bad-deploy': [
    'TypeError: cannot read properties of undefined (reading "currency") at convert (rates.js:41) version=2.4.1',
    'request failed with 500: /charge version=2.4.1',
  ],
  unknown: [
    'upstream returned an unexpected payload, giving up after 3 attempts',
    'slow response: 4180 ms for GET /ledger',
  ],
};
const COUNT = 24;
const SPACING_MS = 70_000;

/** The log search: `POST /query` with a token; answers the newest error lines first. */
export const logs: Service = (request, world) => {
  if (!hasScheme(request, 'Bearer')) return { status: 401, json: { error: 'a token is required' } };
  if (request.path !== '/query') return { status: 404, json: { error: 'not found' } };
  if (request.method !== 'POST') return { status: 405, json: { error: 'use POST' } };
  const query = textAt(request.body, 'query');
  const limit = at(request.body, 'limit') ?? COUNT;
  if (query === undefined) return { status: 400, json: { error: 'query must be text' } };
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    return { status: 400, json: { error: 'limit must be a whole number of at least 1' } };
  }
  const lines = toLines(world, /service:(\S+)/.exec(query)?.[1] ?? '');
  return { status: 200, json: { total: lines.length, logs: lines.slice(0, limit) }, latencyMs: 1_400 };
};

function toLines(world: World, service: string) {
  const messages = LINES[world.traits.incident];
  return Array.from({ length: COUNT }, (_, index) => ({
    timestamp: new Date(world.now() - (index + 1) * SPACING_MS).toISOString(),
    level: 'error',
    service,
    message: messages[index % messages.length] ?? '',
  }));
}
