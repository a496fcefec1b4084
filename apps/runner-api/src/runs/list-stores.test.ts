import { DatabaseSync } from 'node:sqlite';
import { RunId } from '@flowmason/pipeline-schema';
import { expect, it } from 'vitest';
import { openStore, queued, scratchDirectory } from '../journal/sqlite-store.test-support.ts';
import type { SqliteStore } from '../journal/sqlite-store.ts';
import { listStores } from './list-stores.ts';

/** A store with runs that are named by the second in which they were started. */
async function storeOf(seconds: readonly number[], path = `${scratchDirectory()}/journal.db`): Promise<SqliteStore> {
  const store = await openStore(path);
  for (const second of seconds) {
    const at = `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
    await store.journal.append(RunId.parse(`run-${second}`), 0, [{ ...queued(), at }]);
  }
  return store;
}

it.each([
  [1, [['9'], ['8'], ['5'], ['4'], ['2'], ['1']]],
  [
    4,
    [
      ['9', '8', '5', '4'],
      ['2', '1'],
    ],
  ],
  [undefined, [['9', '8', '5', '4', '2', '1']]],
])('runs of several stores are on pages of %s in the order of their start, each once', async (limit, pages) => {
  const stores = [await storeOf([1, 4, 8]), await storeOf([2, 9]), await storeOf([5]), await storeOf([8])];
  const found: string[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && found.length < 10) {
    const page = listStores(stores, { ...(limit && { limit }), ...(cursor && { cursor }) });
    found.push(page.items.map(({ id }) => id.slice('run-'.length)));
    cursor = page.next_cursor;
  }
  expect(found).toEqual(pages);
});

it('runs of several stores are each on a page when one of them is damaged', async () => {
  const path = `${scratchDirectory()}/journal.db`;
  const stores = [await storeOf([1, 4, 6, 8], path), await storeOf([2, 7, 9])];
  const database = new DatabaseSync(path);
  database.exec("UPDATE runs SET summary = replace(summary, '2026', '2O26') WHERE id = 'run-6'");
  database.close();
  const found: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && found.length < 10) {
    const page = listStores(stores, { limit: 1, ...(cursor && { cursor }) });
    found.push(...page.items.map(({ id }) => id.slice('run-'.length)));
    cursor = page.next_cursor;
  }
  expect(found).toEqual(['9', '8', '7', '6', '4', '2', '1']);
});

it('a cursor that no page has given is refused', async () => {
  const stores = [await storeOf([1]), await storeOf([2])];
  expect(() => listStores(stores, { cursor: 'run-3' })).toThrow('This cursor is not one');
});
