import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import { at, objectsAt, textAt } from './read-json.ts';

/** One state that a deployment was in. */
export type Revision = {
  readonly revision: number;
  readonly image: string;
  readonly replicas: number;
  /** `env` of the first container, values by name. */
  readonly env: Readonly<Record<string, string>>;
  /** Simulated ms since 1970. */
  readonly at: number;
};

/** A deployment as the cluster keeps it; `history` is oldest first and ends with the present state. */
export type Deployment = {
  readonly namespace: string;
  readonly name: string;
  readonly spec: JsonObject;
  readonly history: readonly Revision[];
};

/**
 * The deployments of the simulated cluster.
 *
 * I1. A deployment exists from the moment somebody asks for it, with the image and replicas that it "always had", so
 *     that any service name can be tried.
 * I2. A change adds a revision; a revision is never altered.
 */
export type DeploymentStore = {
  get(namespace: string, name: string): Deployment;
  /** Replaces the spec and adds a revision. */
  put(deployment: Deployment, spec: JsonObject, at: number): Deployment;
  /** The deployment of the namespaces that pass which was changed last; undefined when none was changed. */
  lastChanged(isWanted: (namespace: string) => boolean): Deployment | undefined;
  all(): readonly Deployment[];
};

const REGISTRY = 'gcr.io/myproject';
/** Tag of every deployment at the beginning, and of the deploy before it. */
export const FIRST_TAG = '2.4.1';
export const EARLIER_TAG = '2.4.0';
/** Value of DB_POOL_MAX at the beginning. */
export const FIRST_POOL_SIZE = 20;
const FIRST_REPLICAS = 3;

/** The image of a deployment with one of the tags above. */
export function imageOf(name: string, tag: string): string {
  return `${REGISTRY}/${name}:${tag}`;
}

/** An empty cluster. */
export function createDeploymentStore(startedAt: number): DeploymentStore {
  const deployments = new Map<string, Deployment>();
  return {
    get(namespace, name) {
      const key = `${namespace}/${name}`;
      const found = deployments.get(key) ?? newDeployment(namespace, name, startedAt);
      deployments.set(key, found);
      return found;
    },
    put({ namespace, name, history }, spec, changedAt) {
      const next = { namespace, name, spec, history: [...history, toRevision(spec, history.length + 1, changedAt)] };
      deployments.set(`${namespace}/${name}`, next);
      return next;
    },
    lastChanged(isWanted) {
      return [...deployments.values()]
        .filter(({ namespace, history }) => history.length > 1 && isWanted(namespace))
        .sort((a, b) => changedAt(b) - changedAt(a))[0];
    },
    all: () => [...deployments.values()],
  };
}

/** The state that a deployment is in now. */
export function currentRevision({ history }: Deployment): Revision {
  const last = history.at(-1);
  if (last === undefined) throw new Error('a deployment has at least its first revision');
  return last;
}

function changedAt(deployment: Deployment): number {
  return currentRevision(deployment).at;
}

function newDeployment(namespace: string, name: string, startedAt: number): Deployment {
  const spec = {
    replicas: FIRST_REPLICAS,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          { name, image: imageOf(name, FIRST_TAG), env: [{ name: 'DB_POOL_MAX', value: String(FIRST_POOL_SIZE) }] },
        ],
      },
    },
  };
  return { namespace, name, spec, history: [toRevision(spec, 1, startedAt)] };
}

function toRevision(spec: JsonObject, revision: number, changedAt: number): Revision {
  const container = at(spec, 'template', 'spec', 'containers', 0);
  const env = objectsAt(container, 'env').map(({ name, value }): [string, string] => [String(name), String(value)]);
  return {
    revision,
    image: textAt(container, 'image') ?? '',
    replicas: toNumber(at(spec, 'replicas')),
    env: Object.fromEntries(env),
    at: changedAt,
  };
}

function toNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
