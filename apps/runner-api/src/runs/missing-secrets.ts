import type { Pipeline } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import type { RunWorld } from './run-world.ts';
import { secretsReadBy } from './secrets-read.ts';

/**
 * Refuses a run that could not read what it needs. `given` are the names of secrets that came with the request of a run that is taken up again: they were not stored.
 * @throws {RunnerError} `secrets_missing` when the pipeline reads secrets that the world does not know,
 * `secrets_unusable` when one is stored and cannot be decrypted.
 */
export function refuseMissingSecrets(
  pipeline: Pipeline,
  { secrets }: Pick<RunWorld, 'secrets'>,
  given: readonly string[] = [],
): void {
  const read = secretsReadBy(pipeline);
  for (const name of read) {
    const problem = secrets.problemOf?.(name);
    if (problem === undefined) continue;
    throw new RunnerError(
      'secrets_unusable',
      `The pipeline reads secrets.${name}, which is stored but cannot be used. ${problem}`,
    );
  }
  const missing = read.filter((name) => secrets.find(name) === undefined);
  if (missing.length === 0) return;
  const names = missing.map((name) => `secrets.${name}`).join(', ');
  const variables = missing.map((name) => `FM_SECRET_${name}`).join(', ');
  const wasGiven = missing.some((name) => given.includes(name));
  throw new RunnerError(
    'secrets_missing',
    wasGiven
      ? `The pipeline reads ${names}. Secrets that come with a request are never stored, so they are gone with the process that had them. Store them ("fm secret set"), or set ${variables} in the runner's environment.`
      : `The pipeline reads ${names}, which nobody has set, so nothing was started. Store them ("fm secret set ${missing[0]}", or the page Secrets of the editor), set ${variables} in the runner's environment (at least 8 characters each), name them in the profile's secrets.from_env, or give a secrets file.`,
  );
}
