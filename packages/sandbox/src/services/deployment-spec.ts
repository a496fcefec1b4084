import type { JsonObject } from '@flowmason/pipeline-schema';
import { at, objectsAt } from '../read-json.ts';

/**
 * The first thing in a deployment's spec that the API server would refuse, in its words; undefined when it would take it.
 * Types are looked at, because a number that was sent as text is the mistake that templates make.
 */
export function findSpecMistake(spec: JsonObject): string | undefined {
  const replicas = at(spec, 'replicas');
  if (typeof replicas !== 'number') {
    const type = replicas === undefined ? 'nothing' : typeof replicas;
    return `spec.replicas: Invalid value: ${JSON.stringify(replicas ?? null)}: must be a number, not ${type}`;
  }
  if (!Number.isInteger(replicas) || replicas < 0) {
    return `spec.replicas: Invalid value: ${replicas}: must be a whole number of at least 0`;
  }
  const containers = objectsAt(spec, 'template', 'spec', 'containers');
  if (containers.length === 0) return 'spec.template.spec.containers: Required value';
  for (const [index, container] of containers.entries()) {
    const mistake = findContainerMistake(container);
    if (mistake !== undefined) return `spec.template.spec.containers[${index}].${mistake}`;
  }
  return undefined;
}

function findContainerMistake(container: JsonObject): string | undefined {
  for (const key of ['name', 'image']) {
    const value = at(container, key);
    if (typeof value !== 'string' || value.trim() === '') return `${key}: Required value`;
  }
  for (const [index, variable] of objectsAt(container, 'env').entries()) {
    const value = at(variable, 'value');
    if (value !== undefined && typeof value !== 'string') {
      return `env[${index}].value: Invalid value: ${JSON.stringify(value)}: must be text`;
    }
  }
  return undefined;
}
