import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { RunPage } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith, GOOD_DOCUMENT } from '../cli/fm.test-support.ts';
import { fm, openRunner } from '../fm-runner.test-support.ts';
import { backups } from '../journal/backups.ts';
import { mountSmallDisk } from './small-disk.test-support.ts';

/** A workspace with a run, copied onto a disk that can only be read: as a crash leaves it, or after an end in order. */
async function readOnlyCopy(end: 'closed' | 'crashed') {
  const cwd = directoryWith({ 'a.pipeline.json': GOOD_DOCUMENT });
  const data = join(cwd, '.flowmason');
  const disk = mountSmallDisk(join(cwd, 'disk'), 24);
  if (!disk) return undefined;
  onTestFinished(() => disk.unmount());
  const runner = await openRunner({ workspace: cwd, data, command: 'fm serve', onlyHere: true });
  const { id } = await runner.runs.start({ pipeline: 'greet' });
  for await (const { type } of runner.runs.follow(id, 0, new AbortController().signal))
    if (type === 'run.finished') break;
  const copy = join(cwd, 'disk/data');
  const take = () => cpSync(data, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  if (end === 'crashed') take();
  await runner.close();
  if (end === 'closed') take();
  disk.protect();
  return { cwd, id, copy };
}

describe('a data directory on a disk that can only be read', { timeout: 60_000 }, () => {
  it.each(['closed', 'crashed'] as const)('is listed, shown and backed up (%s)', async (end) => {
    const found = await readOnlyCopy(end);
    if (!found) return process.emitWarning('this user may not mount a disk, so none that can only be read was tested');
    const { cwd, id, copy } = found;
    const list = await fm(['runs', '--json', '--data', copy], { cwd });
    expect(RunPage.parse(JSON.parse(list.stdout)).items).toMatchObject([{ id, status: 'succeeded' }]);
    expect((await fm(['show', id, '--data', copy], { cwd })).stdout).toContain('succeeded');
    expect(await backups.write(copy, join(cwd, 'a.fmbackup'))).toMatchObject({ runCount: 1, openRunCount: 0 });
  });
});
