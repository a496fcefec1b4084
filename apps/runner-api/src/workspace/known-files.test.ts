import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKnownFiles } from './known-files.ts';
import { readPipelineFile } from './pipeline-files.ts';

const NAME = 'a.pipeline.json';

/** A directory with one file, looked at `laterMs` after it was written. */
function settled(laterMs = 60_000) {
  const root = mkdtempSync(join(tmpdir(), 'fm-known-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const path = join(root, NAME);
  writeFileSync(path, 'one');
  const known = createKnownFiles(root, () => Date.now() + laterMs);
  return { root, path, known, learn: () => known.learn(NAME, () => readPipelineFile(root, NAME)) };
}

describe('a known file', () => {
  it('is found as it was read while nothing happens to it', async () => {
    const { known, learn } = settled();
    expect(known.find(NAME)).toBeUndefined();
    const file = await learn();
    expect([file?.text, known.find(NAME)]).toEqual(['one', file]);
  });

  it('is no longer known when its content has changed, also with the old size and time', async () => {
    const { path, known, learn } = settled();
    await learn();
    const { atime, mtime } = statSync(path);
    writeFileSync(path, 'two');
    utimesSync(path, atime, mtime);
    expect(known.find(NAME)).toBeUndefined();
  });

  it('is no longer known when it is gone, or when a link stands there', async () => {
    const { root, path, known, learn } = settled();
    await learn();
    rmSync(path);
    expect(known.find(NAME)).toBeUndefined();
    writeFileSync(path, 'one');
    await learn();
    rmSync(path);
    writeFileSync(join(root, 'other'), 'one');
    symlinkSync(join(root, 'other'), path);
    expect(known.find(NAME)).toBeUndefined();
  });

  it('is no longer known when its folder has become a file', async () => {
    const { root, known } = settled();
    const path = 'team/a.pipeline.json';
    mkdirSync(join(root, 'team'));
    writeFileSync(join(root, path), 'one');
    await known.learn(path, () => readPipelineFile(root, path));
    rmSync(join(root, 'team'), { recursive: true });
    writeFileSync(join(root, 'team'), '');
    expect([known.find(path), await known.learn(path, () => readPipelineFile(root, path))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is not trusted so soon after it was written that a second change might not show', async () => {
    const { known, learn } = settled(0);
    expect((await learn())?.text).toBe('one');
    expect(known.find(NAME)).toBeUndefined();
  });
});
