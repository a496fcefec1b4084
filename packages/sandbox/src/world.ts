import type { JsonObject } from '@flowmason/pipeline-schema';
import type { DeploymentStore } from './deployment-store.ts';
import type { ServiceAnswer, ServiceRequest } from './request.ts';
import type { Traits } from './situation.ts';

/** A build that the simulated GitHub has been asked for. */
export type Build = {
  readonly id: number;
  /** `org/repo`. */
  readonly repository: string;
  readonly workflow: string;
  readonly branch: string;
  readonly commit: string;
  /** Simulated ms since 1970. */
  readonly startedAt: number;
};

/** The state that the services share. They only append to its lists; what has happened is never changed. */
export type World = {
  readonly situation: string;
  readonly traits: Traits;
  /** Simulated time, ms since 1970: runs `speed` times as fast as the clock that the sandbox was given. */
  now(): number;
  readonly deployments: DeploymentStore;
  readonly builds: Build[];
  readonly messages: JsonObject[];
  readonly pages: JsonObject[];
  readonly incidents: JsonObject[];
};

/** One simulated service: what it answers, and how that changes the world. */
export type Service = (request: ServiceRequest, world: World) => ServiceAnswer;
