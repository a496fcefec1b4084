import { at, textAt } from '../read-json.ts';
import type { Service } from '../world.ts';
import { isJsonRequest } from './authorization.ts';

const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const ACTIONS = ['trigger', 'acknowledge', 'resolve'];

/** PagerDuty's Events API v2: an event that lacks something that the API asks for is refused with a list of reasons. */
export const pagerduty: Service = (request, world) => {
  const { method, path, body } = request;
  if (path !== '/v2/enqueue') return { status: 404, json: { status: 'not found' } };
  if (method !== 'POST') return { status: 405, json: { status: 'method not allowed' } };
  const errors: string[] = [];
  if (!isJsonRequest(request)) errors.push('Content-Type must be application/json');
  if (textAt(body, 'routing_key') === undefined) errors.push("'routing_key' is missing or blank");
  const action = textAt(body, 'event_action') ?? '';
  if (!ACTIONS.includes(action)) errors.push(`'event_action' must be one of ${ACTIONS.join(', ')}`);
  if (action === 'trigger') {
    for (const key of ['summary', 'source']) {
      if (textAt(body, 'payload', key) === undefined) errors.push(`'payload.${key}' is missing or blank`);
    }
    if ((textAt(body, 'payload', 'summary') ?? '').length > 1024) errors.push("'payload.summary' is longer than 1024");
    const severity = at(body, 'payload', 'severity');
    if (typeof severity !== 'string' || !SEVERITIES.includes(severity)) {
      errors.push(`'payload.severity' must be one of ${SEVERITIES.join(', ')}`);
    }
  }
  if (errors.length > 0) {
    return { status: 400, json: { status: 'invalid event', message: 'Event object is invalid', errors } };
  }
  const dedupKey = textAt(body, 'dedup_key') ?? `sandbox-${world.pages.length + 1}`;
  world.pages.push({
    at: new Date(world.now()).toISOString(),
    event_action: action,
    dedup_key: dedupKey,
    payload: at(body, 'payload') ?? null,
  });
  return {
    status: 202,
    json: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
    latencyMs: 220,
  };
};
