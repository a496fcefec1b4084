import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';
import { createPacedWriter } from './paced-writer.ts';

/**
 * Answers with one JSON array of all that `parts` hold, part by part: a long one is never in memory as a whole, and others
 * get their turn. What the first part throws can still become a problem; later the connection is cut.
 */
export async function sendJsonArray(res: Response, parts: AsyncIterable<readonly unknown[]>): Promise<void> {
  let isBegun = false;
  const { write, closed } = createPacedWriter(res);
  for await (const part of parts) {
    if (closed.aborted) return;
    if (!isBegun) res.type('json');
    const items = part.map((item) => JSON.stringify(item)).join(',');
    await write((isBegun ? ',' : '[') + items);
    isBegun = true;
    await nextTurn();
  }
  if (isBegun) res.end(']');
  else res.json([]);
}
