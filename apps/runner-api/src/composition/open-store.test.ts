import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { mountSmallDisk } from '../acceptance/small-disk.test-support.ts';
import { openStore } from './open-store.ts';

it('a store that was closed in order opens on a disk without a free byte, with the room that it held back', async (test) => {
  const root = mkdtempSync(join(tmpdir(), 'fm-full-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const data = join(root, 'data');
  const disk = mountSmallDisk(data, 24);
  if (disk === undefined) return test.skip('this user may not mount a file system');
  onTestFinished(() => disk.unmount());
  const open = () =>
    openStore({
      data,
      command: 'fm serve',
      onlyHere: true,
      onFailure: (error) => {
        throw error;
      },
      onDefect: (error) => {
        throw error;
      },
    });
  await (await open()).close();
  disk.fill();
  const store = await open();
  expect(store.state()).toBe('full');
  await store.close();
});
