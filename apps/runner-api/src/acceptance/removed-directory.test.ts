import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CrashingServer } from './runner-process.test-support.ts';

it('a server whose data directory is removed says so to its probes, takes no run, and ends', {
  timeout: 120_000,
}, async () => {
  const server = new CrashingServer();
  onTestFinished(() => server.close());
  await server.start();
  rmSync(join(server.workspace, '.flowmason'), { recursive: true });
  const [ready, metrics] = await Promise.all(['readyz', 'metrics'].map((path) => fetch(`${server.url}/${path}`)));
  expect(await ready?.json()).toMatchObject({ status: 'not_ready', checks: { storage: 'failed' } });
  expect([ready?.status, metrics?.status]).toEqual([503, 200]);
  expect(await metrics?.text()).toContain('flowmason_storage_ok 0');
  expect(await server.ended()).toBe(1);
});
