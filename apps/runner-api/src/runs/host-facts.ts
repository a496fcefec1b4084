import { isJsonObject, type JsonObject, type StartRun } from '@flowmason/pipeline-schema';
import type { RunHost } from '../run-store.ts';
import type { StartOptions } from '../runner.ts';
import type { PipelineOrigin } from './prepare-run.ts';
import type { RunWorld } from './run-world.ts';

/** What is pinned with a run, so that its world can be made again. Secrets are left out: only their names are kept. */
export function hostFactsOf(
  { profile, secrets = {} }: StartRun,
  { isByAdmin = true }: StartOptions,
  { origin, world }: { readonly origin: PipelineOrigin; readonly world: Pick<RunWorld, 'sandbox'> },
): JsonObject {
  const { path, isLocalFile } = origin;
  const { sandbox } = world;
  const written = typeof profile === 'object' ? valuesOf(profile) : {};
  const givenSecrets = [...Object.keys(secrets), ...Object.keys(written)];
  const facts: RunHost = {
    ...(profile !== undefined && { profile: typeof profile === 'object' ? withoutValues(profile) : profile }),
    ...(sandbox !== undefined && { sandbox }),
    ...(givenSecrets.length > 0 && { givenSecrets }),
    ...(path !== undefined && { path }),
    ...(isLocalFile && { isLocalFile }),
    ...(!isByAdmin && { isByAdmin }),
  };
  return facts as JsonObject; // all of it is JSON, and no key is there without a value
}

type InlineProfile = Extract<StartRun['profile'], object>;

function valuesOf({ secrets }: InlineProfile): JsonObject {
  return isJsonObject(secrets) && isJsonObject(secrets['values']) ? secrets['values'] : {};
}

function withoutValues(profile: InlineProfile): InlineProfile {
  const { secrets } = profile;
  if (!isJsonObject(secrets)) return profile;
  const { values: _values, ...rest } = secrets;
  return { ...profile, secrets: rest };
}
