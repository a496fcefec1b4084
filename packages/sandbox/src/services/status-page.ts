import { at, textAt } from '../read-json.ts';
import type { Service } from '../world.ts';
import { hasScheme } from './authorization.ts';

const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'];

/** The Statuspage API, as far as it creates incidents: `POST …/incidents`. */
export const statusPage: Service = (request, world) => {
  const { method, path, body } = request;
  if (!hasScheme(request, 'OAuth')) return { status: 401, json: { error: 'Could not authenticate' } };
  if (!path.endsWith('/incidents')) return { status: 404, json: { error: 'not found' } };
  if (method !== 'POST') return { status: 405, json: { error: 'use POST' } };
  const name = textAt(body, 'incident', 'name');
  const status = textAt(body, 'incident', 'status') ?? 'investigating';
  const components = at(body, 'incident', 'component_ids') ?? [];
  const errors = [
    ...(name === undefined ? ["name can't be blank"] : []),
    ...(STATUSES.includes(status) ? [] : [`status must be one of ${STATUSES.join(', ')}`]),
    ...(Array.isArray(components) && components.every((id) => typeof id === 'string' && id !== '')
      ? []
      : ['component_ids must be a list of ids']),
  ];
  if (name === undefined || errors.length > 0) return { status: 422, json: { error: errors } };
  const incident = {
    id: `inc-${world.incidents.length + 1}`,
    name,
    status,
    body: at(body, 'incident', 'body') ?? '',
    component_ids: components,
    created_at: new Date(world.now()).toISOString(),
  };
  world.incidents.push(incident);
  return { status: 201, json: incident, latencyMs: 350 };
};
