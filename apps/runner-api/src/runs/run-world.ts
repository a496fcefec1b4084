import type { EffectGate, Secrets } from '@flowmason/engine';
import type { StartRun } from '@flowmason/pipeline-schema';

/** Everything outside that one run meets: real services or simulated ones, its secrets and variables. */
export interface RunWorld {
  readonly gate: EffectGate;
  readonly secrets: WorldSecrets;
  /** Values of `env.NAME`. */
  readonly env: Readonly<Record<string, string>>;
  /** Name of the profile, when the run has one. */
  readonly profile: string | undefined;
  /** Situation of the simulated services; undefined when the run is real. */
  readonly sandbox: string | undefined;
  /** Ends what the world keeps open. Called once, when the run has ended. */
  close(): Promise<void>;
}

/** What a run may look up, and why something that is kept for it cannot be. */
export interface WorldSecrets extends Secrets {
  /** Why a stored secret of that name cannot be used; undefined when it can, or is not stored. */
  problemOf?(name: string): string | undefined;
}

export type WorldRequest = Pick<StartRun, 'profile' | 'sandbox' | 'secrets'> & {
  /** False when a profile that came along was written by somebody who may not handle secrets. Default true. */
  readonly isByAdmin?: boolean;
};

/**
 * Makes the world of one run.
 * @throws {RunnerError} when profile, situation or secrets cannot be used; then nothing is left open.
 */
export type OpenWorld = (request: WorldRequest) => Promise<RunWorld>;
