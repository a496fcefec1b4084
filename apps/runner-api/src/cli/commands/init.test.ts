import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryWith, fm } from '../fm.test-support.ts';

describe('fm init', () => {
  it('makes a workspace whose pipeline has no problems', async () => {
    const cwd = directoryWith({});
    expect((await fm(['init', 'demo'], { cwd })).stdout).toBe(
      'created pipelines/hello.pipeline.json\ncreated inputs/hello.json\ncreated local.profile.json\n',
    );
    expect(await fm(['validate', '--strict', 'hello'], { cwd: join(cwd, 'demo') })).toMatchObject({ code: 0 });
  });

  it('leaves what is there as it is', async () => {
    const cwd = directoryWith({ 'inputs/hello.json': 'mine' });
    const { code, stdout } = await fm(['init', '--json'], { cwd });
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { workspace: cwd, created: ['pipelines/hello.pipeline.json', 'local.profile.json'], kept: ['inputs/hello.json'] },
    ]);
    expect(readFileSync(join(cwd, 'inputs/hello.json'), 'utf8')).toBe('mine');
  });

  it('exits with 2 where it cannot write', async () => {
    const cwd = directoryWith({ pipelines: 'a file' });
    const { code, stderr } = await fm(['init'], { cwd });
    expect([code, stderr.includes('cannot be written'), existsSync(join(cwd, 'inputs'))]).toEqual([2, true, false]);
  });

  it('makes the directories that its own lies in', async () => {
    const cwd = directoryWith({});
    const { code } = await fm(['init', 'deep/er/demo'], { cwd });
    expect([code, existsSync(join(cwd, 'deep/er/demo/inputs/hello.json'))]).toEqual([0, true]);
  });

  it.runIf(process.platform === 'linux')('exits with 2 where no directory can be made', async () => {
    const { code, stderr } = await fm(['init', '/proc/x'], { cwd: directoryWith({}) });
    expect([code, stderr.includes('/proc/x/pipelines cannot be written')]).toEqual([2, true]);
  });
});
