import { isJsonObject, type JsonObject } from '@flowmason/pipeline-schema';
import { currentRevision, type Deployment, FIRST_TAG, imageOf } from '../deployment-store.ts';
import { applyMergePatch, type PatchKind } from '../merge-patch.ts';
import { at } from '../read-json.ts';
import type { ServiceAnswer, ServiceRequest } from '../request.ts';
import type { Service, World } from '../world.ts';
import { hasScheme } from './authorization.ts';
import { findSpecMistake } from './deployment-spec.ts';
import { toDeployment, toScale, toStatus, toWarningEvents } from './kubernetes-objects.ts';

const DEPLOYMENT = /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/deployments\/([^/]+?)(\/scale)?$/;
const EVENTS = /^\/api\/v1\/namespaces\/([^/]+)\/events$/;
/** What a namespace and a deployment may be called (RFC 1123). */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

const PATCH_KINDS: Readonly<Record<string, PatchKind>> = {
  'application/strategic-merge-patch+json': 'strategic',
  'application/merge-patch+json': 'merge',
};

/**
 * The API server of a cluster, as far as deployments, their scale and events go. It asks for a token, for a patch content
 * type and for values of the right type, as the real one does.
 */
export const kubernetes: Service = (request, world) => {
  if (!hasScheme(request, 'Bearer')) return toStatus(401, 'Unauthorized', 'Unauthorized');
  const [, namespace = '', name = '', scale] = DEPLOYMENT.exec(request.path) ?? [];
  if (NAME.test(namespace) && NAME.test(name)) {
    const deployment = world.deployments.get(namespace, name);
    if (request.method === 'GET') return show(deployment, { isScale: scale !== undefined });
    if (request.method === 'PATCH') return patch(request, world, { deployment, isScale: scale !== undefined });
    return toStatus(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
  const events = EVENTS.exec(request.path);
  if (events && request.method === 'GET')
    return { status: 200, json: toWarningEvents(world, events[1] ?? ''), latencyMs: 300 };
  return toStatus(404, 'NotFound', 'the server could not find the requested resource');
};

type Target = { readonly deployment: Deployment; readonly isScale: boolean };

function show(deployment: Deployment, { isScale }: { isScale: boolean }): ServiceAnswer {
  return { status: 200, json: isScale ? toScale(deployment) : toDeployment(deployment), latencyMs: 120 };
}

function patch(request: ServiceRequest, world: World, { deployment, isScale }: Target): ServiceAnswer {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = Object.hasOwn(PATCH_KINDS, type) ? PATCH_KINDS[type] : undefined;
  if (kind === undefined) {
    const accepted = Object.keys(PATCH_KINDS).join(', ');
    return toStatus(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
    );
  }
  if (!isJsonObject(request.body)) return toStatus(400, 'BadRequest', 'the body of the request is not a JSON object');
  const spec = applyMergePatch(deployment.spec, toSpecPatch(request.body, isScale), kind);
  const mistake = findSpecMistake(spec);
  if (mistake !== undefined)
    return toStatus(422, 'Invalid', `Deployment.apps "${deployment.name}" is invalid: ${mistake}`);
  const refusal = refuse(deployment, spec, world);
  if (refusal !== undefined) return refusal;
  const changed = world.deployments.put(deployment, spec, world.now());
  return { status: 200, json: isScale ? toScale(changed) : toDeployment(changed), latencyMs: 400 };
}

/** The part of a patch that the store keeps: a scale has nothing but `replicas`. */
function toSpecPatch(body: JsonObject, isScale: boolean): JsonObject {
  const spec = at(body, 'spec');
  if (!isJsonObject(spec)) return {};
  if (!isScale) return spec;
  const replicas = spec['replicas'];
  return replicas === undefined ? {} : { replicas };
}

/** What the situation has the cluster refuse. */
function refuse(deployment: Deployment, spec: JsonObject, { traits }: World): ServiceAnswer | undefined {
  const { replicas, image } = currentRevision(deployment);
  const wanted = at(spec, 'replicas');
  const forbidden = toStatus(
    403,
    'Forbidden',
    `deployments.apps "${deployment.name}" is forbidden: User "flowmason" cannot patch resource "deployments/scale" in the namespace "${deployment.namespace}"`,
  );
  if (traits.restart === 'refused' && wanted === 0) return forbidden;
  if (traits.restart === 'restore-refused' && replicas === 0 && wanted !== 0) return forbidden;
  const first = imageOf(deployment.name, FIRST_TAG);
  const wantedImage = at(spec, 'template', 'spec', 'containers', 0, 'image');
  if (traits.rollback === 'refused' && deployment.namespace !== 'staging' && image !== first && wantedImage === first) {
    return toStatus(500, 'InternalError', 'Internal error occurred: etcdserver: request timed out');
  }
  return undefined;
}
