import { API_BASE } from './client.ts';
import type { PageMessage, StreamNews, StreamWish } from './stream-messages.ts';

/** One stream of events for all pages of a browser. */
export interface StreamHub {
  /** Serves a page through `port` until that closes. */
  join(port: HubPort): void;
}

/** What is used of a `MessagePort`. */
export type HubPort = Pick<MessagePort, 'postMessage' | 'onmessage' | 'addEventListener'>;

/** The parts of the browser that the hub uses; handed in, so that tests need none. */
export interface HubHost {
  openSource(url: string): HubSource;
  /** Calls back after `ms`; returns its undoing. */
  after(ms: number, callback: () => void): () => void;
}

/** What is used of an `EventSource`. */
export type HubSource = Pick<
  EventSource,
  'close' | 'readyState' | 'onopen' | 'onmessage' | 'onerror' | 'addEventListener'
>;

const CLOSED = 2;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** Pages that open together ask at nearly the same time. */
const SETTLE_MS = 10;

/**
 * Makes a hub; it opens nothing until a page wants something.
 * H1 There is one connection at most, and none while no page wants anything.
 * H2 Whoever wants a run is told `open` once the connection that hears of it stands, and again whenever something may have been missed.
 * H3 The browser's EventSource reconnects by itself while it can; when it has given up, a new one is opened, later and later.
 * H4 A connection never outlasts the session that it was opened in: when that changes there is another one.
 */
export function createStreamHub(host: HubHost = browserHost): StreamHub {
  const wishes = new Map<HubPort, StreamWish>();
  let source: HubSource | undefined;
  let heard: StreamWish = NOTHING;
  let isOpen = false;
  let retryMs = FIRST_RETRY_MS;
  let cancelOpening: (() => void) | undefined;

  function tell(port: HubPort, news: StreamNews): void {
    port.postMessage(news);
  }

  function tellAll(news: StreamNews): void {
    for (const port of wishes.keys()) tell(port, news);
  }

  function openSoon(ms: number): void {
    cancelOpening?.();
    cancelOpening = host.after(ms, open);
  }

  function open(): void {
    cancelOpening = undefined;
    source?.close();
    source = undefined;
    isOpen = false;
    heard = unionOf([...wishes.values()]);
    if (isNothing(heard)) return;
    const opened = host.openSource(toUrl(heard));
    source = opened;
    opened.onopen = () => {
      isOpen = true;
      retryMs = FIRST_RETRY_MS;
      tellAll({ kind: 'open', runs: heard.runs });
    };
    opened.addEventListener('reset', () => tellAll({ kind: 'open', runs: heard.runs }));
    opened.onmessage = ({ data }: MessageEvent<string>) => pass(JSON.parse(data));
    opened.onerror = () => {
      isOpen = false;
      tellAll({ kind: 'lost' });
      if (opened.readyState !== CLOSED) return;
      openSoon(retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  }

  function pass(event: { readonly run_id: string; readonly type: string }): void {
    for (const [port, { runs, hearsRuns }] of wishes) {
      if (runs.includes(event.run_id) || (hearsRuns && event.type.startsWith('run.')))
        tell(port, { kind: 'event', event });
    }
  }

  function hear(port: HubPort, wish: StreamWish): void {
    if (isNothing(wish)) wishes.delete(port);
    else wishes.set(port, wish);
    if (!source || !includes(heard, wish) || wishes.size === 0) openSoon(SETTLE_MS);
    else if (isOpen && !isNothing(wish)) tell(port, { kind: 'open', runs: heard.runs });
  }

  /** Who a connection is for is settled when it is opened. */
  function renew(): void {
    retryMs = FIRST_RETRY_MS;
    openSoon(SETTLE_MS);
  }

  return {
    join(port) {
      port.onmessage = ({ data }: MessageEvent<PageMessage>) => (data === 'renew' ? renew() : hear(port, data));
      port.addEventListener('close', () => hear(port, NOTHING));
    },
  };
}

const NOTHING: StreamWish = { runs: [], hearsRuns: false };

function isNothing({ runs, hearsRuns }: StreamWish): boolean {
  return runs.length === 0 && !hearsRuns;
}

function includes(heard: StreamWish, { runs, hearsRuns }: StreamWish): boolean {
  return (heard.hearsRuns || !hearsRuns) && runs.every((run) => heard.runs.includes(run));
}

function unionOf(wishes: readonly StreamWish[]): StreamWish {
  return {
    runs: [...new Set(wishes.flatMap(({ runs }) => runs))],
    hearsRuns: wishes.some(({ hearsRuns }) => hearsRuns),
  };
}

function toUrl({ runs, hearsRuns }: StreamWish): string {
  const query = new URLSearchParams();
  if (runs.length > 0) query.set('runs', runs.join(','));
  if (hearsRuns) query.set(runs.length > 0 ? 'others' : 'types', 'run');
  return `${API_BASE}/events?${query}`;
}

const browserHost: HubHost = {
  openSource: (url) => new EventSource(url),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
