import type { Pipeline } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import type { RunWorld } from './run-world.ts';
import { secretsReadBy } from './secrets-read.ts';

/**
 * `given` are the names of secrets that came with the request of a run that is taken up again: they were not stored.
 * @throws {RunnerError} `secrets_missing` when the pipeline reads secrets that the world does not know.
 */
export function refuseMissingSecrets(
  pipeline: Pipeline,
  { secrets }: Pick<RunWorld, 'secrets'>,
  given: readonly string[] = [],
): void {
  const missing = secretsReadBy(pipeline).filter((name) => secrets.find(name) === undefined);
  if (missing.length === 0) return;
  const names = missing.map((name) => `secrets.${name}`).join(', ');
  const variables = missing.map((name) => `FM_SECRET_${name}`).join(', ');
  const wasGiven = missing.some((name) => given.includes(name));
  throw new RunnerError(
    'secrets_missing',
    wasGiven
      ? `The pipeline reads ${names}. Secrets that come with a request are never stored, so they are gone with the process that had them. Set ${variables} in the runner's environment.`
      : `The pipeline reads ${names}, which nobody has set, so nothing was started. Set ${variables} in the runner's environment (at least 8 characters each), name them in the profile's secrets.from_env, or give a secrets file.`,
  );
}
