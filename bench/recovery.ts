import { join } from 'node:path';
import type { Figure } from '../scripts/figure.ts';
import { BenchServer } from './support/bench-server.ts';
import { startHelper } from './support/helper-process.ts';
import type { OpenRunsOrder } from './support/leave-open-runs.ts';
import type { ServiceOrder, ServiceReport } from './support/local-service.ts';

const POLL_MS = 10;
/** Runs that a process has left with a request under way. */
const OPEN_RUNS = [0, 500, 5000];

/** How soon the built server is there again after a crash, and all that was left goes on: each open run sends its request again. */
export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of OPEN_RUNS) figures.push(...(await recover(count)));
  return figures;
}

async function recover(count: number): Promise<Figure[]> {
  const service = startHelper<ServiceOrder, ServiceReport>(new URL('./support/local-service.ts', import.meta.url));
  const leaver = startHelper<OpenRunsOrder, number>(new URL('./support/leave-open-runs.ts', import.meta.url));
  const server = new BenchServer();
  try {
    const { url } = await service.ask({ type: 'listen' });
    const stages = [{ id: 'call', component: 'http_request', config: { url: `${url}/{{execution.run_id}}/now` } }];
    const text = JSON.stringify({ name: 'open', version: '1.0.0', stages });
    if (count > 0) await leaver.ask({ path: join(server.data, 'journal.db'), text, count });
    await leaver.close(); // by SIGKILL
    const before = performance.now();
    const readyMs = await server.start();
    let callers = 0;
    while (callers < count) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      ({ callers } = await service.ask({ type: 'listen' }));
    }
    const movingMs = performance.now() - before;
    const name = `${count.toLocaleString('en-US')} open runs`;
    return [
      { name: `start after a crash with ${name}, first answer`, value: readyMs, unit: 'ms', aim: '≤ 3,000' },
      ...(count > 0
        ? [
            {
              name: `… until all ${name} go on`,
              value: movingMs,
              unit: 'ms',
              ...(count === 500 && { aim: '≤ 10,000' }),
            },
          ]
        : []),
    ];
  } finally {
    await Promise.all([service.close(), leaver.close(), server.close()]);
  }
}
