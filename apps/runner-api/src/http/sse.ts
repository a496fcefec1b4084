import type { Request, Response } from 'express';

/** How often a silent stream shows that it lives, in ms. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it connects again, in ms. */
const RETRY_MS = 1000;

/** A stream of server-sent events to one reader. */
export interface EventStream {
  /** Aborts when the reader has gone or the stream has ended. */
  readonly closed: AbortSignal;
  /** Sends one event after the one before; resolves when the reader keeps up, so a slow one is never buffered for. */
  send(id: string | number, data: unknown, type?: string): Promise<void>;
  end(): void;
}

/** True when the reader asked for a stream by name; one who takes anything gets JSON. */
export function wantsEventStream(req: Request): boolean {
  return /(^|[,\s])text\/event-stream\b/i.test(req.get('Accept') ?? '');
}

let openStreams = 0;

/** Streams of this process that are open. */
export function openStreamCount(): number {
  return openStreams;
}

/** Opens a stream on `res`: sends the headers at once and a comment every 15 s. */
export function openEventStream(res: Response, heartbeatMs: number = HEARTBEAT_MS): EventStream {
  const controller = new AbortController();
  openStreams += 1;
  let resume = (): void => {};
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  res.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => {
    if (!res.writableNeedDrain) res.write(': still here\n\n');
  }, heartbeatMs);
  res.on('close', () => {
    openStreams -= 1;
    clearInterval(heartbeat);
    controller.abort();
    resume();
  });
  res.on('drain', () => resume());

  return {
    closed: controller.signal,
    async send(id, data, type) {
      const kind = type === undefined ? '' : `event: ${type}\n`;
      const isTaken = res.write(`id: ${id}\n${kind}data: ${JSON.stringify(data)}\n\n`);
      if (isTaken || controller.signal.aborted) return;
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
    },
    end: () => res.end(),
  };
}
