import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore, type StoreSettings } from '../composition/open-store.ts';
import { mountSmallDisk } from './small-disk.test-support.ts';

it('a process beside a server leaves it the room that it holds back, also when the disk is full', async (test) => {
  const root = mkdtempSync(join(tmpdir(), 'fm-beside-'));
  const data = join(root, 'data');
  const disk = mountSmallDisk(data, 12);
  onTestFinished(() => {
    disk?.unmount();
    rmSync(root, { recursive: true });
  });
  if (disk === undefined) return test.skip('this user may not mount a file system');
  const fail = (error: unknown) => {
    throw error;
  };
  const settings: StoreSettings = { data, command: 'fm serve', onlyHere: true, onFailure: fail, onDefect: fail };
  const store = await openStore(settings);
  const reserve = join(data, 'journal.db-reserve');
  const wasHeld = existsSync(reserve);
  disk.fill();
  const beside = openStore({ ...settings, command: 'fm run x', onlyHere: false });
  await expect(beside).rejects.toMatchObject({ message: expect.stringMatching(/no room|no space/i) });
  expect([wasHeld, existsSync(reserve)]).toEqual([true, true]);
  await store.close();
});
