import type { OpenCount, StoreUsage } from '../run-store.ts';

/** What is asked when the metrics are read, and not before. */
export interface MetricsSources {
  readonly version: string;
  countOpen(): readonly OpenCount[];
  usage(): StoreUsage | undefined;
  storageState(): 'ok' | 'full' | 'failed';
  isReady(): boolean;
  openStreamCount(): number;
  breakerStates(): readonly BreakerState[];
}

/** A host that is in trouble, or was. */
export interface BreakerState {
  readonly host: string;
  /** Anything but `closed` keeps calls from leaving. */
  readonly circuit: string;
  readonly refusedCount: number;
  readonly shedRetryCount: number;
}
