import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith } from './cli/fm.test-support.ts';
import { closeToOthers } from './close-to-others.ts';

/** What the process has warned of since. */
function warnings(): readonly string[] {
  const heard: string[] = [];
  const listener = ({ message }: Error) => void heard.push(message);
  process.on('warning', listener);
  onTestFinished(() => void process.off('warning', listener));
  return heard;
}

describe.skipIf(process.platform === 'win32')('closeToOthers', () => {
  it('says once of a folder that a group had that it is closed now', async () => {
    const folder = directoryWith({});
    chmodSync(folder, 0o770);
    const heard = warnings();
    closeToOthers(folder);
    closeToOthers(folder);
    await nextTurn();
    expect([statSync(folder).mode & 0o777, heard]).toEqual([
      0o700,
      [
        expect.stringMatching(
          `^${folder} was open to other users of this machine \\(mode 770\\) and is closed to them now`,
        ),
      ],
    ]);
  });

  it('says nothing of the files in it', async () => {
    const file = join(directoryWith({ a: 'text' }), 'a');
    chmodSync(file, 0o644);
    const heard = warnings();
    closeToOthers(file);
    await nextTurn();
    expect([statSync(file).mode & 0o777, heard]).toEqual([0o600, []]);
  });
});
