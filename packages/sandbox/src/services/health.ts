import {
  currentRevision,
  type Deployment,
  EARLIER_TAG,
  FIRST_POOL_SIZE,
  FIRST_TAG,
  imageOf,
} from '../deployment-store.ts';
import type { ServiceAnswer } from '../request.ts';
import type { Service, World } from '../world.ts';

/** Simulated ms from a change of a deployment until its new pods can be ready. */
const ROLLOUT_MS = 4_000;

/** `https://staging.<domain>/health`: the staging deployment that was changed last. */
export const stagingHealth: Service = (request, world) => {
  if (request.path !== '/health') return notFound();
  const deployment = world.deployments.lastChanged((namespace) => namespace === 'staging');
  return answer(deployment, world, world.traits.staging === 'healthy');
};

/** `https://<domain>/health`: the production deployment that was changed last. */
export const productionHealth: Service = (request, world) => {
  if (request.path !== '/health') return notFound();
  const deployment = world.deployments.lastChanged((namespace) => namespace !== 'staging');
  const runsFirstImage = deployment && currentRevision(deployment).image === imageOf(deployment.name, FIRST_TAG);
  return answer(deployment, world, world.traits.newImage === 'healthy' || runsFirstImage !== false);
};

/** `https://<service>.internal/health`: the service that the alert is about, sick until the right remedy was applied. */
export const serviceHealth: Service = (request, world) => {
  if (request.path !== '/health') return notFound();
  const name = request.host.replace(/\.internal$/, '');
  const deployment = world.deployments.get('production', name);
  return answer(deployment, world, isRemedied(deployment, world));
};

function isRemedied(deployment: Deployment, { traits }: World): boolean {
  if (traits.remedy === 'does-nothing') return false;
  const { image, env } = currentRevision(deployment);
  switch (traits.incident) {
    case 'oom':
      return deployment.history.some(({ replicas }) => replicas === 0);
    case 'pool':
      return Number(env['DB_POOL_MAX']) > FIRST_POOL_SIZE;
    case 'bad-deploy':
      return image === imageOf(deployment.name, EARLIER_TAG);
    case 'unknown':
      return false;
  }
}

function answer(deployment: Deployment | undefined, world: World, isHealthy: boolean): ServiceAnswer {
  if (deployment === undefined) return { status: 200, json: { status: 'ok' }, latencyMs: 40 };
  const { image, replicas, at, revision } = currentRevision(deployment);
  if (replicas === 0) return unavailable('no endpoints available for the service', 15);
  if (revision > 1 && world.now() - at < ROLLOUT_MS) return unavailable('rolling out: no pod is ready yet', 40);
  if (!isHealthy) return unavailable('readiness probe fails: see the logs of the service', 60);
  return { status: 200, json: { status: 'ok', version: image.split(':').at(-1) ?? '' }, latencyMs: 40 };
}

function unavailable(reason: string, latencyMs: number): ServiceAnswer {
  return { status: 503, json: { status: 'unavailable', reason }, latencyMs };
}

function notFound(): ServiceAnswer {
  return { status: 404, json: { error: 'not found' } };
}
