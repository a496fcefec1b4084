import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Runner } from '../runner.ts';
import { createRunner, type RunnerSettings } from './create-runner.ts';

function openIn(
  root: string,
  env: Record<string, string>,
  onStorageFailure: RunnerSettings['onStorageFailure'] = (error) => {
    throw error;
  },
): Promise<Runner> {
  return createRunner({
    workspace: root,
    data: join(root, 'data'),
    command: 'fm serve',
    onlyHere: true,
    env: { HOME: root, ...env },
    editorFolder: '/nowhere',
    log: () => undefined,
    onStorageFailure,
  });
}

/** What the journal says of the process that had it last. */
function stateOf(root: string): unknown {
  const database = new DatabaseSync(join(root, 'data/journal.db'), { readOnly: true });
  const state = database.prepare("SELECT value FROM meta WHERE key = 'state'").get()?.['value'];
  database.close();
  return state;
}

it('refuses to serve when traces are to go to what is no address, and leaves the journal in order', async () => {
  const root = mkdtempSync(join(tmpdir(), 'fm-runner-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const runner = await openIn(root, { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost' });
  const serving = runner.serve({ host: '127.0.0.1', port: 0 });
  await expect(serving).rejects.toMatchObject({ code: 'request_invalid' });
  await runner.close();
  expect(stateOf(root)).toBe('closed');
});

describe('a server whose data directory can no longer be looked at', () => {
  it('answers that it is not ready, says why once, and still hides what is secret', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fm-runner-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const failures: unknown[] = [];
    const runner = await openIn(root, {}, (error) => failures.push(error));
    await runner.secrets.set('TOKEN', { value: 'hunter2hunter2' });
    const { url } = await runner.serve({ host: '127.0.0.1', port: 0 });
    renameSync(join(root, 'data'), join(root, 'moved'));
    symlinkSync('data', join(root, 'data'));
    const ready = await fetch(`${url}/readyz`);
    const { checks } = z.object({ checks: z.object({ storage: z.string() }) }).parse(await ready.json());
    expect([ready.status, checks.storage, runner.maskText('it said hunter2hunter2')]).toEqual([
      503,
      'failed',
      'it said •••TOKEN',
    ]);
    expect(failures).toMatchObject([{ code: 'storage_failed', message: expect.stringContaining('(ELOOP)') }]);
    await runner.close();
  });
});
