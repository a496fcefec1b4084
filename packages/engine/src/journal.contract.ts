import { type NewRunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { Journal } from './ports.ts';

const RUN = RunId.parse('run-1');
const fact = { at: '2026-01-01T00:00:00.000Z', t: 0 };
const started: NewRunEvent = { ...fact, type: 'run.started' };
const line = (message: string): NewRunEvent => ({ ...fact, type: 'log', level: 'info', message });

/** What the engine relies on in every journal; `open` gives an empty one. */
export function describeJournal(name: string, open: () => Promise<Journal>): void {
  describe(`${name} keeps the journal contract`, () => {
    it('gives events back as stored, with their run and their place', async () => {
      const journal = await open();
      const stored = await journal.append(RUN, 0, [started, line('one')]);
      expect(stored).toEqual([
        { ...started, run_id: RUN, seq: 1 },
        { ...line('one'), run_id: RUN, seq: 2 },
      ]);
      expect(await journal.read(RUN)).toEqual(stored);
    });

    it('reads only what comes after a place', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [started, line('one')]);
      await journal.append(RUN, 2, [line('two')]);
      expect((await journal.read(RUN, 2)).map(({ seq }) => seq)).toEqual([3]);
      expect(await journal.read(RUN, 3)).toEqual([]);
    });

    it('accepts only the first of two appends at the same place, and nothing of the second', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [started]);
      await expect(journal.append(RUN, 0, [line('one'), line('two')])).rejects.toMatchObject({
        code: 'journal_conflict',
      });
      expect(await journal.read(RUN)).toHaveLength(1);
    });

    it('refuses an append behind a gap', async () => {
      const journal = await open();
      await expect(journal.append(RUN, 5, [started])).rejects.toMatchObject({ code: 'journal_conflict' });
    });

    it('keeps runs apart', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [started]);
      const other = RunId.parse('run-2');
      expect(await journal.read(other)).toEqual([]);
      expect(await journal.append(other, 0, [started])).toMatchObject([{ run_id: 'run-2', seq: 1 }]);
    });

    it('keeps every text as it is', async () => {
      const journal = await open();
      const message = 'NUL \u0000, a lone surrogate \ud800, "quotes" and \\ and ✓';
      await journal.append(RUN, 0, [line(message)]);
      expect(await journal.read(RUN)).toMatchObject([{ message }]);
    });

    it('does not follow changes that somebody makes to what it gave out', async () => {
      const journal = await open();
      await journal.append(RUN, 0, [started]);
      const list = await journal.read(RUN);
      (list as unknown[]).length = 0;
      expect(await journal.read(RUN)).toHaveLength(1);
    });
  });
}
