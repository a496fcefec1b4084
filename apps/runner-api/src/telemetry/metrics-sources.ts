import type { OpenCount, StoreUsage } from '../run-store.ts';

/** What is asked when the metrics are read, and not before. */
export interface MetricsSources {
  readonly version: string;
  countOpen(): readonly OpenCount[];
  usage(): StoreUsage | undefined;
  storageState(): 'ok' | 'full' | 'failed';
  isReady(): boolean;
  openStreamCount(): number;
}
