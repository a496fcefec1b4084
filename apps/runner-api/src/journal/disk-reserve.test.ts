import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDiskReserve } from './disk-reserve.ts';
import { scratchDirectory } from './sqlite-store.test-support.ts';

const BYTES = 300_000;

function scratchPath(): string {
  return join(scratchDirectory(), 'reserve');
}

describe('a disk reserve', () => {
  it('takes its room on the disk, really', () => {
    const path = scratchPath();
    const reserve = openDiskReserve(path, BYTES);
    expect([reserve.isHeld, reserve.take(), reserve.isHeld]).toEqual([false, true, true]);
    const { size, blocks, mode } = statSync(path);
    expect([size, blocks * 512 >= BYTES, mode & 0o777]).toEqual([BYTES, true, 0o600]);
  });

  it('gives it back once', () => {
    const path = scratchPath();
    const reserve = openDiskReserve(path, BYTES);
    reserve.take();
    expect([reserve.release(), reserve.release(), existsSync(path)]).toEqual([true, false, false]);
  });

  it('is held when an earlier process has left it, and not when it was cut short', () => {
    const path = scratchPath();
    openDiskReserve(path, BYTES).take();
    expect(openDiskReserve(path, BYTES).isHeld).toBe(true);
    writeFileSync(path, 'short');
    expect(openDiskReserve(path, BYTES).isHeld).toBe(false);
  });

  it('leaves a disk alone that has no room for it', () => {
    const path = scratchPath();
    const reserve = openDiskReserve(path, 1e18);
    expect([reserve.take(), reserve.isHeld, existsSync(path)]).toEqual([false, false, false]);
  });
});
