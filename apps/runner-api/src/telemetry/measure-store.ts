import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { MetricsSources } from './metrics-sources.ts';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
const WRITES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** Measures the journal: its commits as they are told, its size and its state when they are asked for. */
export function measureStore(
  registry: Registry,
  { version, usage, storageState, isReady }: MetricsSources,
): (writes: number, ms: number) => void {
  const registers = [registry];
  const writesTotal = new Counter({
    name: 'flowmason_journal_writes_total',
    help: 'Writes to the journal that were committed; several share one commit.',
    registers,
  });
  const group = new Histogram({
    name: 'flowmason_journal_commit_writes',
    help: 'Writes in one commit.',
    buckets: WRITES,
    registers,
  });
  const seconds = new Histogram({
    name: 'flowmason_journal_commit_duration_seconds',
    help: 'How long a commit took until the disk had confirmed it.',
    buckets: SECONDS,
    registers,
  });
  new Gauge({
    name: 'flowmason_journal_bytes',
    help: 'Size of the journal on the disk: the database, and the log that has not been moved into it yet.',
    labelNames: ['file'],
    registers,
    collect() {
      const { databaseBytes = 0, logBytes = 0 } = usage() ?? {};
      this.set({ file: 'database' }, databaseBytes);
      this.set({ file: 'log' }, logBytes);
    },
  });
  new Gauge({
    name: 'flowmason_data_disk_free_bytes',
    help: 'What may still be written to the disk of the data directory; absent when runs are kept in memory, and when the directory is gone.',
    registers,
    collect() {
      const used = usage();
      if (used) this.set(used.freeBytes);
      else this.remove();
    },
  });
  new Gauge({
    name: 'flowmason_storage_ok',
    help: '1 while new runs can be recorded, 0 when the disk is full or has failed.',
    registers,
    collect() {
      this.set(storageState() === 'ok' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'flowmason_ready',
    help: '1 when /readyz answers 200.',
    registers,
    collect() {
      this.set(isReady() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'flowmason_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version, node: process.versions.node }, 1);

  return (writes, ms) => {
    writesTotal.inc(writes);
    group.observe(writes);
    seconds.observe(ms / 1000);
  };
}
