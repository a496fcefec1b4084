import type { Environments, Run, StartRun } from '@flowmason/pipeline-schema';

/** What a run is started against: simulated services in a named situation, or the real ones through a profile. */
export type RunTarget =
  | { readonly kind: 'sandbox'; readonly situation: string }
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'live' };

/** The situations of the simulated services, as they concern one pipeline. */
export interface SituationChoice {
  /** Those for all pipelines first, where all goes well among them, then those made for this one. */
  readonly fitting: Environments['situations'];
  /** Those made for other pipelines; all of them fit a pipeline that none was made for. */
  readonly others: Environments['situations'];
}

/** Sorts the situations by whether they are meant for the pipeline of that name. */
export function chooseSituations({ situations }: Environments, pipeline: string): SituationChoice {
  const common = situations.filter(({ pipelines }) => pipelines.length === 0);
  const own = situations.filter(({ pipelines }) => pipelines.includes(pipeline));
  const others = situations.filter(({ pipelines }) => pipelines.length > 0 && !pipelines.includes(pipeline));
  return own.length > 0 ? { fitting: [...common, ...own], others } : { fitting: [...common, ...others], others: [] };
}

/** What is chosen for a person: never the real services, which only a person may turn to. */
export function firstTarget({ fitting }: Pick<SituationChoice, 'fitting'>): RunTarget | undefined {
  const good = fitting.find(({ name }) => name === 'all-good') ?? fitting[0];
  return good && { kind: 'sandbox', situation: good.name };
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
