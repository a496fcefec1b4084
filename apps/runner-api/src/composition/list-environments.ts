import type { Environments } from '@flowmason/pipeline-schema';
import { parseProfile } from '../profile/profile.ts';
import { RunnerError } from '../runner-error.ts';
import { listProfiles, type ProfileFile } from '../workspace/profile-files.ts';

/** What a run may be started against: the profiles in `root`, also those that cannot be used, and the sandbox's situations. */
export async function listEnvironments(root: string): Promise<Environments> {
  const { SITUATIONS } = await import('@flowmason/sandbox');
  return {
    profiles: (await listProfiles(root)).map(describeProfile),
    situations: SITUATIONS.map(({ name, title, description, pipelines }) => ({
      name,
      title,
      description,
      pipelines: [...pipelines],
    })),
  };
}

function describeProfile({ name, path, text }: ProfileFile): Environments['profiles'][number] {
  try {
    return { name, description: parseProfile(text, path).description };
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    return { name, description: '', error: error.message };
  }
}
