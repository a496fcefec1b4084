import type { JsonObject } from '@flowmason/pipeline-schema';
import { currentRevision, type Deployment, FIRST_TAG, imageOf } from '../deployment-store.ts';
import type { ServiceAnswer } from '../request.ts';
import type { World } from '../world.ts';

/** A deployment as the API server shows it. */
export function toDeployment(deployment: Deployment): JsonObject {
  const { replicas, revision } = currentRevision(deployment);
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: toMetadata(deployment),
    spec: deployment.spec,
    status: { observedGeneration: revision, replicas, updatedReplicas: replicas, readyReplicas: replicas },
  };
}

/** The scale of a deployment. */
export function toScale(deployment: Deployment): JsonObject {
  const { replicas } = currentRevision(deployment);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: toMetadata(deployment),
    spec: { replicas },
    status: { replicas, selector: `app=${deployment.name}` },
  };
}

/** How the API server says no. */
export function toStatus(code: number, reason: string, message: string): ServiceAnswer {
  return {
    status: code,
    json: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
    latencyMs: 100,
  };
}

/** The warnings of a namespace: failed probes of the deployments whose new image is sick. */
export function toWarningEvents(world: World, namespace: string): JsonObject {
  const sick = world.deployments
    .all()
    .filter((deployment) => deployment.namespace === namespace && hasRunSickImage(deployment, world));
  return {
    kind: 'EventList',
    apiVersion: 'v1',
    metadata: {},
    items: sick.flatMap(({ name, history }) => [
      {
        type: 'Warning',
        reason: 'Unhealthy',
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
        involvedObject: { kind: 'Pod', namespace, name: `${name}-6d9f7c5b8-x2k4p` },
        count: 5,
        lastTimestamp: new Date(history.at(-1)?.at ?? 0).toISOString(),
      },
      {
        type: 'Warning',
        reason: 'BackOff',
        message:
          'Back-off restarting failed container: cannot reach session store at 10.0.12.7:6379 (connection refused)',
        involvedObject: { kind: 'Pod', namespace, name: `${name}-6d9f7c5b8-x2k4p` },
        count: 3,
        lastTimestamp: new Date(history.at(-1)?.at ?? 0).toISOString(),
      },
    ]),
  };
}

function hasRunSickImage({ namespace, name, history }: Deployment, { traits }: World): boolean {
  const isSick = namespace === 'staging' ? traits.staging === 'sick' : traits.newImage === 'sick';
  return isSick && history.some(({ image }) => image !== imageOf(name, FIRST_TAG));
}

function toMetadata(deployment: Deployment): JsonObject {
  const { revision } = currentRevision(deployment);
  return {
    name: deployment.name,
    namespace: deployment.namespace,
    generation: revision,
    resourceVersion: String(1000 + revision),
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
  };
}
