import { at, textAt } from '../read-json.ts';
import type { ServiceAnswer } from '../request.ts';
import type { Service, World } from '../world.ts';

/** The metrics store: `POST /query_range`, answered as Prometheus does. Times are seconds since 1970, as numbers. */
export const metrics: Service = ({ method, path, body }, world) => {
  if (!path.endsWith('/query_range')) return { status: 404, json: { status: 'error', error: 'not found' } };
  if (method !== 'POST') return { status: 405, json: { status: 'error', error: 'use POST' } };
  const query = textAt(body, 'query');
  const start = at(body, 'start');
  const end = at(body, 'end');
  const step = Number(at(body, 'step'));
  if (query === undefined) return badData('invalid parameter "query": empty');
  if (typeof start !== 'number' || typeof end !== 'number') return badData('start and end must be numbers (seconds)');
  if (!(step > 0) || (end - start) / step > 11_000) return badData('invalid parameter "step"');
  const service = /service="([^"]*)"/.exec(query)?.[1] ?? '';
  return {
    status: 200,
    json: { status: 'success', data: { resultType: 'matrix', result: toSeries(world, { service, start, end, step }) } },
    latencyMs: 900,
  };
};

type Range = { readonly service: string; readonly start: number; readonly end: number; readonly step: number };

function toSeries({ traits }: World, { service, start, end, step }: Range) {
  const length = Math.floor((end - start) / step) + 1;
  const times = Array.from({ length }, (_, index) => start + index * step);
  const series = (name: string, valueAt: (share: number) => number) => ({
    metric: { __name__: name, service },
    values: times.map((time, index) => [time, valueAt(length === 1 ? 1 : index / (length - 1)).toFixed(2)]),
  });
  const up = series('up', () => 1);
  switch (traits.incident) {
    case 'oom':
      return [up, series('memory_used_percent', (share) => 45 + 49 * share)];
    case 'pool':
      return [up, series('db_connections_active', (share) => Math.min(20, 9 + 16 * share))];
    case 'bad-deploy':
      return [up, series('http_5xx_percent', (share) => (share > 0.6 ? 31 : 0.2))];
    case 'unknown':
      return [up];
  }
}

function badData(error: string): ServiceAnswer {
  return { status: 400, json: { status: 'error', errorType: 'bad_data', error } };
}
