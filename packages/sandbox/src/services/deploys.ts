import { EARLIER_TAG, FIRST_TAG, imageOf } from '../deployment-store.ts';
import type { Traits } from '../situation.ts';
import type { Service } from '../world.ts';

/** Age of the newest deploy in minutes; null when there was none in the last day. */
const AGE_MINUTES: Readonly<Record<Traits['incident'], number | null>> = {
  oom: 1_130,
  pool: 842,
  'bad-deploy': 12,
  unknown: null,
};

/** The deploy history: `GET /deployments?service=…`, newest first, with the image that each deploy replaced. */
export const deploys: Service = ({ method, path, query }, world) => {
  if (path !== '/deployments') return { status: 404, json: { error: 'not found' } };
  if (method !== 'GET') return { status: 405, json: { error: 'use GET' } };
  const service = query['service'];
  if (!service) return { status: 400, json: { error: 'service is required' } };
  const age = AGE_MINUTES[world.traits.incident];
  if (age === null) return { status: 200, json: [], latencyMs: 500 };
  const newest = {
    service,
    version: FIRST_TAG,
    image: imageOf(service, FIRST_TAG),
    previous_version: EARLIER_TAG,
    previous_image: imageOf(service, EARLIER_TAG),
    age_minutes: age,
    deployed_at: new Date(world.now() - age * 60_000).toISOString(),
  };
  return { status: 200, json: [newest], latencyMs: 500 };
};
