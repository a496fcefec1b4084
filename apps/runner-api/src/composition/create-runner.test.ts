import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import type { Runner } from '../runner.ts';
import { createRunner } from './create-runner.ts';

function openIn(root: string, env: Record<string, string>): Promise<Runner> {
  return createRunner({
    workspace: root,
    data: join(root, 'data'),
    command: 'fm serve',
    onlyHere: true,
    env: { HOME: root, ...env },
    editorFolder: '/nowhere',
    log: () => undefined,
    onStorageFailure: (error) => {
      throw error;
    },
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
