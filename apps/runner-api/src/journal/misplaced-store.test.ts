import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openStore, queued, scratchDirectory, started } from './sqlite-store.test-support.ts';

const RUN = RunId.parse('run-1');
const REFUSED = {
  code: 'storage_failed',
  message: expect.stringMatching(/was removed, moved or replaced|can no longer be looked at \(ELOOP\)/),
};

async function setUp() {
  const data = join(scratchDirectory(), 'data');
  mkdirSync(data);
  const failures: unknown[] = [];
  const store = await openStore(join(data, 'journal.db'), { onFailure: (error) => failures.push(error) });
  await store.journal.append(RUN, 0, [queued()]);
  return { data, store, failures };
}

const DAMAGES: readonly [string, (data: string) => void][] = [
  ['removed', (data) => rmSync(data, { recursive: true })],
  ['moved', (data) => renameSync(data, `${data}.moved`)],
  [
    'replaced',
    (data) => {
      renameSync(data, `${data}.moved`);
      mkdirSync(data);
      writeFileSync(join(data, 'journal.db'), '');
    },
  ],
  [
    'replaced by a link that leads nowhere',
    (data) => {
      renameSync(data, `${data}.moved`);
      symlinkSync(data, data);
    },
  ],
  ['robbed of its log', (data) => rmSync(join(data, 'journal.db-wal'))],
];

describe('a store whose directory was', () => {
  it.each(DAMAGES)('%s acknowledges nothing more, and says why', async (_what, damage) => {
    const { data, store, failures } = await setUp();
    damage(data);
    await expect(store.journal.append(RUN, 1, [started])).rejects.toMatchObject(REFUSED);
    await expect(store.journal.append(RUN, 1, [started])).rejects.toMatchObject(REFUSED);
    expect(failures).toMatchObject([REFUSED]);
  });

  it.each(DAMAGES)('%s has failed for whoever asks, before anything is written', async (_what, damage) => {
    const { data, store, failures } = await setUp();
    expect(store.state()).toBe('ok');
    damage(data);
    expect([store.state(), store.state(), failures.length]).toEqual(['failed', 'failed', 1]);
  });

  it.each(DAMAGES.filter(([what]) => /^removed|link/.test(what)))(
    '%s takes no room of a disk',
    async (_what, damage) => {
      const { data, store } = await setUp();
      damage(data);
      expect(store.usage()).toBeUndefined();
    },
  );

  it('moved leaves alone, when it is closed, what has come into its place', async () => {
    const { data, store } = await setUp();
    renameSync(data, `${data}.moved`);
    mkdirSync(data);
    const next = await openStore(join(data, 'journal.db'));
    await next.journal.append(RUN, 0, [queued()]);
    expect(store.state()).toBe('failed');
    await store.close();
    expect(next.state()).toBe('ok');
    await next.close();
  });

  it('robbed of its log has it all when it is opened again', async () => {
    const { data, store } = await setUp();
    rmSync(join(data, 'journal.db-wal'));
    expect(store.state()).toBe('failed');
    await store.close();
    const again = await openStore(join(data, 'journal.db'));
    expect(await again.journal.read(RUN)).toHaveLength(1);
    await again.close();
  });
});
