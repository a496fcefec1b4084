import type { RunId } from '@flowmason/pipeline-schema';
import { API_BASE } from './client.ts';

/** What is known of a run before its stream is opened. */
export interface RunMeeting {
  /** False when the server answers that there is no such run. True while nobody answers: the stream goes on asking. */
  readonly isKnown: boolean;
  /** This machine's clock minus the server's in ms; 0 when they agree within what whole seconds can tell, or without an answer. */
  readonly clockSkewMs: number;
}

/**
 * Asks once whether the server knows the run and what time it has, in one short answer. A stream could tell neither: to an
 * `EventSource` a run that is unknown and a server that is gone look the same.
 */
export async function meetRun(runId: RunId, signal: AbortSignal): Promise<RunMeeting> {
  const sentAtMs = Date.now();
  const response = await head(`${API_BASE}/runs/${encodeURIComponent(runId)}`, signal);
  const receivedAtMs = Date.now();
  if (!response) return { isKnown: true, clockSkewMs: 0 };
  return { isKnown: response.status !== 404, clockSkewMs: skewOf(response, { sentAtMs, receivedAtMs }) };
}

function skewOf(response: Response, { sentAtMs, receivedAtMs }: { sentAtMs: number; receivedAtMs: number }): number {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(date)) return 0;
  // The header cuts the second off, so it is half a second behind on average.
  const skewMs = (sentAtMs + receivedAtMs) / 2 - (date + 500);
  const doubtMs = 500 + (receivedAtMs - sentAtMs) / 2;
  return Math.abs(skewMs) <= doubtMs ? 0 : skewMs;
}

async function head(url: string, signal: AbortSignal): Promise<Response | undefined> {
  try {
    return await fetch(url, { method: 'HEAD', signal, cache: 'no-store' });
  } catch {
    // The connection banner says that the server is away; the stream is opened all the same and waits for it.
    return undefined;
  }
}
