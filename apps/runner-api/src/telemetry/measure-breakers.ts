import { Counter, Gauge, type Registry } from 'prom-client';
import { createBoundedLabels } from './bounded-labels.ts';
import type { BreakerState } from './metrics-sources.ts';

/** Hosts that are told apart. */
const MAX_HOSTS = 100;

/** Tells which services are being left alone because they are in trouble. */
export function measureBreakers(registry: Registry, breakerStates: () => readonly BreakerState[]): void {
  const registers = [registry];
  const hosts = createBoundedLabels(MAX_HOSTS);
  new Gauge({
    name: 'flowmason_breaker_open',
    help: '1 for a host that is being left alone or probed, 0 for one that has recovered from that.',
    labelNames: ['host'],
    registers,
    collect() {
      this.reset();
      for (const { host, circuit } of breakerStates()) {
        const label = hosts.label(host);
        if (label !== 'other' || circuit !== 'closed') this.set({ host: label }, circuit === 'closed' ? 0 : 1);
      }
    },
  });
  new Counter({
    name: 'flowmason_calls_withheld_total',
    help: 'Calls that did not leave, because the breaker of their host was open or too many stages retried at once.',
    labelNames: ['host', 'why'],
    registers,
    collect() {
      this.reset();
      for (const { host, refusedCount, shedRetryCount } of breakerStates()) {
        const label = hosts.label(host);
        this.inc({ host: label, why: 'breaker' }, refusedCount);
        this.inc({ host: label, why: 'retry_budget' }, shedRetryCount);
      }
    },
  });
}
