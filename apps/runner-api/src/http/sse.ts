import type { Request, Response } from 'express';
import type { FeedPart, FeedReader } from '../runs/run-feed.ts';
import { createPacedWriter } from './paced-writer.ts';

/** How long a browser waits before it connects again, in ms. */
const RETRY_MS = 1000;
/** How long a reader who was told that it is too slow may take to read that, in ms. */
const LINGER_MS = 30_000;

/** True when the reader asked for a stream by name; one who takes anything gets JSON. */
export function wantsEventStream(req: Request): boolean {
  return /(^|[,\s])text\/event-stream\b/i.test(req.get('Accept') ?? '');
}

let openStreams = 0;

/** Streams of this process that are open. */
export function openStreamCount(): number {
  return openStreams;
}

/**
 * Answers with server-sent events: what `follow` gives to a reader, until it ends or the reader has gone. `follow` is called
 * before anything is sent, so what it throws can still become a problem.
 *
 * A message is an event, with its cursor as id. `reset` says that events were missed; `overrun` that the reader is too slow
 * and after which id it can come back, and the stream ends. A silence is broken by a comment, with an id that goes on.
 */
export async function sendEventStream(
  res: Response,
  follow: (reader: FeedReader) => AsyncIterable<FeedPart>,
): Promise<void> {
  const overrun = new AbortController();
  const { write, closed } = createPacedWriter(res, overrun.signal);
  const parts = follow({
    signal: AbortSignal.any([closed, overrun.signal]),
    onOverrun(cursor) {
      res.end(toMessage({ id: cursor, type: 'overrun', data: JSON.stringify({ resume_after: cursor }) }));
      overrun.abort();
      const timer = setTimeout(() => res.destroy(), LINGER_MS).unref();
      res.on('close', () => clearTimeout(timer));
    },
  });
  openStreams += 1;
  res.on('close', () => {
    openStreams -= 1;
  });
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  await write(`retry: ${RETRY_MS}\n\n`);
  for await (const part of parts) {
    if (!overrun.signal.aborted) await write(...toTexts(part));
  }
  if (!overrun.signal.aborted) res.end();
}

/** Long texts of events stay as they are, because all readers share them: joined to something they would be copied for each. */
function toTexts({ cursor, entries, isReset }: FeedPart): readonly string[] {
  if (isReset) return [toMessage({ id: cursor, type: 'reset', data: '{}' })];
  if (entries.length === 0) return [`: still here\nid: ${cursor}\n\n`];
  return entries.flatMap(({ cursor: id, entry: { text } }) =>
    text.length < LONG ? [toMessage({ id, data: text })] : [`id: ${id}\ndata: `, text, '\n\n'],
  );
}

const LONG = 4096;

function toMessage({ id, type, data }: { readonly id: string; readonly type?: string; readonly data: string }): string {
  return `id: ${id}\n${type === undefined ? '' : `event: ${type}\n`}data: ${data}\n\n`;
}
