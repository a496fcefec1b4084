import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { directoryWith } from './cli/fm.test-support.ts';
import { fm } from './fm-runner.test-support.ts';
import { finished, openStore, queued, started } from './journal/sqlite-store.test-support.ts';

const { resolve } = createRequire(import.meta.url);

/** A workspace with a run that ended on 22 November 2026. */
async function workspaceWithOldRun(): Promise<string> {
  const cwd = directoryWith({ '.flowmason/.gitignore': '*' });
  const store = await openStore(join(cwd, '.flowmason/journal.db'));
  await store.journal.append(RunId.parse('run-1'), 0, [queued(), started, finished]);
  await store.close();
  return cwd;
}

/** Runs a script with our Node as a process of its own; gives its exit code. */
function exitCodeOf(cwd: string, words: readonly string[]): number | null {
  return spawnSync(process.execPath, words, { cwd, encoding: 'utf8' }).status;
}

describe('fm prune', () => {
  it('comes to its end as a process, and leaves a directory that can be used', async () => {
    const cwd = await workspaceWithOldRun();
    const clock = join(cwd, 'clock.mjs');
    writeFileSync(clock, 'const now = Date.now; Date.now = () => now() + 200 * 86_400_000;');
    const words = ['--import', clock, resolve('./main.ts'), 'prune', '--older-than', '1d'];
    expect(exitCodeOf(cwd, words)).toBe(0);
    expect((await fm(['runs', '--json'], { cwd })).stdout).toContain('"items":[]');
  });
});

describe('a process that ends without closing its store', () => {
  it.each([
    ['by itself', '', 0],
    ['by an error that nobody catches', 'setTimeout(() => { throw new Error("out") });', 1],
    ['by process.exit', 'process.exit(3);', 3],
  ])('%s leaves a directory that can be used', async (_, ending, code) => {
    const cwd = await workspaceWithOldRun();
    const script = join(cwd, 'open.mjs');
    const store = JSON.stringify(resolve('./journal/sqlite-store.ts'));
    const path = JSON.stringify(join(cwd, '.flowmason/journal.db'));
    writeFileSync(
      script,
      `const { openSqliteStore } = await import(${store}); await openSqliteStore(${path}, { onFailure() {} }); ${ending}`,
    );
    expect(exitCodeOf(cwd, [script])).toBe(code);
    expect((await fm(['runs', '--json'], { cwd })).stdout).toContain('run-1');
    expect((await openStore(join(cwd, '.flowmason/journal.db'))).find(RunId.parse('run-1'))).toBeDefined();
  });
});
