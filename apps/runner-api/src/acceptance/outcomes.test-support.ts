import type { Run, RunEvent } from '@flowmason/pipeline-schema';

const DEPLOYMENT = ['devops-cicd-deployment', 'deploy-api-gateway.json'] as const;
const INCIDENT = ['devops-incident-response', 'sample-alert.json'] as const;

/** For tests only: pipeline, shipped input and situation of each outcome, how the run ends, and the exit code of `fm`. */
export const OUTCOMES = [
  [...DEPLOYMENT, 'all-good', 'succeeded', 0],
  [...DEPLOYMENT, 'build-fails', 'succeeded', 0],
  [...DEPLOYMENT, 'staging-sick', 'failed', 1],
  [...DEPLOYMENT, 'tests-fail', 'succeeded', 0],
  [...DEPLOYMENT, 'production-sick', 'recovered', 3],
  [...DEPLOYMENT, 'rollback-fails', 'failed', 1],
  [...INCIDENT, 'all-good', 'succeeded', 0],
  [...INCIDENT, 'oom', 'succeeded', 0],
  [...INCIDENT, 'oom-not-sure', 'succeeded', 0],
  [...INCIDENT, 'unknown-cause', 'succeeded', 0],
  [...INCIDENT, 'not-json', 'succeeded', 0],
  [...INCIDENT, 'pool-exhausted', 'succeeded', 0],
  [...INCIDENT, 'bad-deploy', 'succeeded', 0],
  [...INCIDENT, 'never-healthy', 'recovered', 3],
  [...INCIDENT, 'restart-refused', 'recovered', 3],
  [...INCIDENT, 'restore-refused', 'recovered', 3],
] as const;

/** The stage of a situation that is asked until it gives up, and how often. */
export const EXHAUSTED: Readonly<Record<string, readonly [stage: string, attempts: number]>> = {
  'staging-sick': ['staging-health-check', 12],
  'production-sick': ['prod-health-check', 6],
  'never-healthy': ['verify-health', 6],
};

/** What left: method, address as the pipeline has it and body, each once, in alphabetical order; times are left out. */
export function sentIn(events: readonly RunEvent[]): readonly string[] {
  const sent = events.flatMap((event) => {
    if (event.type !== 'effect' || event.kind !== 'http') return [];
    const { method, url, body = null } = event.request;
    const text = JSON.stringify(body).replace(/(\d+ m )?\d[\d.]* ?m?s\b|\b1\d{9}\b/g, '<time>');
    return [`${method} ${event.original_url ?? url} ${text}`];
  });
  return [...new Set(sent)].toSorted();
}

/** How each stage ended: status, reason of a skip, arm of a decision. */
export function outcomesOf({ stages }: Run): Readonly<Record<string, readonly (string | undefined)[]>> {
  return Object.fromEntries(Object.entries(stages).map(([id, { status, reason, arm }]) => [id, [status, reason, arm]]));
}
