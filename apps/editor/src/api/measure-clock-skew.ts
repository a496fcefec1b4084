import { API_BASE } from './client.ts';

/**
 * This machine's clock minus the server's in ms, from the `Date` of an answer. 0 when they agree within what whole seconds
 * can tell, and when the server does not answer: then nothing better is known.
 */
export async function measureClockSkew(signal: AbortSignal): Promise<number> {
  const sentAtMs = Date.now();
  const date = await fetchDate(signal);
  const receivedAtMs = Date.now();
  if (date === undefined) return 0;
  // The header cuts the second off, so it is half a second behind on average.
  const skewMs = (sentAtMs + receivedAtMs) / 2 - (date + 500);
  const doubtMs = 500 + (receivedAtMs - sentAtMs) / 2;
  return Math.abs(skewMs) <= doubtMs ? 0 : skewMs;
}

async function fetchDate(signal: AbortSignal): Promise<number | undefined> {
  try {
    const response = await fetch(`${API_BASE}/health`, { signal, cache: 'no-store' });
    const date = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(date) ? undefined : date;
  } catch {
    // The connection banner says that the server is away; a skew that is not known is not worth another message.
    return undefined;
  }
}
