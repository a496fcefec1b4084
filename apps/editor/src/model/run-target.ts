import type { Environments, Run, StartRun } from '@flowmason/pipeline-schema';

/** What a run is started against: simulated services in a named situation, or the real ones through a profile. */
export type RunTarget =
  | { readonly kind: 'sandbox'; readonly situation: string }
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'live' };

/** The situations for all pipelines first, where all goes well among them, then those made for this one; the rest is of no use to it. */
export function situationsFor(environments: Environments, pipeline: string): Environments['situations'] {
  const own = environments.situations.filter(({ pipelines }) => pipelines.includes(pipeline));
  const common = environments.situations.filter(({ pipelines }) => pipelines.length === 0);
  const found = [...common, ...own];
  return found.length > 0 ? found : environments.situations;
}

/** The parts of a start request that say what it runs against. */
export function toTargetFields(target: RunTarget): Pick<StartRun, 'sandbox' | 'profile'> {
  if (target.kind === 'sandbox') return { sandbox: target.situation };
  return target.kind === 'profile' ? { profile: target.profile } : {};
}

/** What a run was started against; undefined for one of which nothing is known yet. */
export function targetOfRun(run: Pick<Run, 'sandbox' | 'profile' | 'seq'>): RunTarget | undefined {
  if (run.seq === 0) return undefined;
  if (run.sandbox !== undefined) return { kind: 'sandbox', situation: run.sandbox };
  return run.profile === undefined ? { kind: 'live' } : { kind: 'profile', profile: run.profile };
}
