import { isJsonObject, type Json, type JsonObject, type Pipeline, type Stage } from '@flowmason/pipeline-schema';

/**
 * The pipeline with its decisions told which arm to take, by stage: the condition of a `conditional` becomes a plain true or
 * false, and of a `router` only one route still fits. An arm that there is not leaves its decision as it was. For dry runs:
 * everything else runs as it is written.
 */
export function forceArms(pipeline: Pipeline, arms: Readonly<Record<string, string>>): Pipeline {
  return { ...pipeline, stages: pipeline.stages.map((stage) => forceArm(stage, arms[stage.id])) };
}

function forceArm(stage: Stage, arm: string | undefined): Stage {
  const config = arm === undefined ? undefined : forcedConfig(stage, arm);
  return config ? { ...stage, config } : stage;
}

function forcedConfig({ component, config }: Stage, arm: string): JsonObject | undefined {
  if (component === 'conditional' && (arm === 'true' || arm === 'false'))
    return { ...config, condition: arm === 'true' };
  if (component !== 'router') return undefined;
  const { routes } = config;
  if (Array.isArray(routes)) return { ...config, routes: routes.map((route) => forcedRoute(route, arm)) };
  if (!isJsonObject(routes)) return undefined;
  // A router that looks a value up gets the name of the route, or for the default one that no route has.
  return { ...config, value: arm === 'default' ? NO_ROUTE : arm };
}

function forcedRoute(route: Json, arm: string): Json {
  return isJsonObject(route) ? { ...route, condition: route['name'] === arm } : route;
}

const NO_ROUTE = '\u0000no route';
