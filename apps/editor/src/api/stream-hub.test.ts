import { describe, expect, it } from 'vitest';
import { createStreamHub, type HubHost, type HubPort, type HubSource } from './stream-hub.ts';
import type { PageMessage, StreamNews, StreamWish } from './stream-messages.ts';

describe('a stream hub', () => {
  it('opens one connection for all that the pages want', () => {
    const { browser, join } = setUp();
    join({ runs: ['a', 'b'], hearsRuns: false });
    join({ runs: ['b', 'c'], hearsRuns: true });
    browser.runTimer();
    expect(browser.urls).toEqual(['/api/v1/events?runs=a%2Cb%2Cc&others=run']);
  });

  it('hears only how runs begin and end when no page wants more', () => {
    const { browser, join } = setUp();
    join({ runs: [], hearsRuns: true });
    browser.runTimer();
    expect(browser.urls).toEqual(['/api/v1/events?types=run']);
  });

  it('tells each page what it wants, and nothing else', () => {
    const { browser, join } = setUp();
    const first = join({ runs: ['a'], hearsRuns: false });
    const second = join({ runs: ['b'], hearsRuns: true });
    browser.runTimer();
    browser.connect();
    browser.send({ run_id: 'a', type: 'stage.started' });
    browser.send({ run_id: 'c', type: 'run.queued' });
    const open: StreamNews = { kind: 'open', runs: ['a', 'b'] };
    expect(first.heard).toEqual([open, { kind: 'event', event: { run_id: 'a', type: 'stage.started' } }]);
    expect(second.heard).toEqual([open, { kind: 'event', event: { run_id: 'c', type: 'run.queued' } }]);
  });

  it('tells a page at once that it hears of its run already', () => {
    const { browser, join } = setUp();
    join({ runs: ['a'], hearsRuns: false });
    browser.runTimer();
    browser.connect();
    const second = join({ runs: ['a'], hearsRuns: false });
    expect([second.heard, browser.urls.length, browser.timers]).toEqual([[{ kind: 'open', runs: ['a'] }], 1, []]);
  });

  it('opens another connection in place of the first for a run that it does not hear of', () => {
    const { browser, join } = setUp();
    join({ runs: ['a'], hearsRuns: false });
    browser.runTimer();
    browser.connect();
    const second = join({ runs: ['b'], hearsRuns: false });
    expect(second.heard).toEqual([]);
    browser.runTimer();
    browser.connect();
    expect([second.heard, browser.openCount()]).toEqual([[{ kind: 'open', runs: ['a', 'b'] }], 1]);
  });

  it('opens another connection when the browser is somebody else to the server, and tells its pages', () => {
    const { browser, join } = setUp();
    const page = join({ runs: ['a'], hearsRuns: false });
    browser.runTimer();
    browser.connect();
    page.send('renew');
    browser.runTimer();
    expect([browser.urls.length, browser.openCount(), page.heard.length]).toEqual([2, 1, 1]);
    browser.connect();
    expect(page.heard[1]).toEqual({ kind: 'open', runs: ['a'] });
  });

  it('opens none for somebody else while no page wants anything', () => {
    const { browser, join } = setUp();
    join({ runs: [], hearsRuns: false }).send('renew');
    browser.runTimer();
    expect(browser.urls).toEqual([]);
  });

  it('closes the connection when no page wants anything', () => {
    const { browser, join } = setUp();
    const first = join({ runs: ['a'], hearsRuns: false });
    const second = join({ runs: ['b'], hearsRuns: false });
    browser.runTimer();
    browser.connect();
    first.wish({ runs: [], hearsRuns: false });
    expect(browser.openCount()).toBe(1);
    second.leave();
    browser.runTimer();
    expect(browser.openCount()).toBe(0);
  });

  it('says when it is lost, and when it is back', () => {
    const { browser, join } = setUp();
    const { heard } = join({ runs: ['a'], hearsRuns: false });
    browser.runTimer();
    browser.connect();
    browser.stumble();
    browser.connect();
    browser.reset();
    expect(heard.map(({ kind }) => kind)).toEqual(['open', 'lost', 'open', 'open']);
  });

  it('opens a new connection, later and later, when the browser has given up', () => {
    const { browser, join } = setUp();
    join({ runs: ['a'], hearsRuns: false });
    browser.runTimer();
    browser.fail();
    expect(browser.runTimer()).toBe(500);
    browser.fail();
    expect(browser.runTimer()).toBe(1000);
    browser.connect();
    browser.fail();
    expect(browser.runTimer()).toBe(500);
  });
});

/** A browser of which the test turns the handle. */
class Browser implements HubHost {
  readonly urls: string[] = [];
  readonly timers: { ms: number; callback: () => void }[] = [];
  readonly #sources: (HubSource & { readyState: number; onReset?: () => void })[] = [];

  openSource(url: string): HubSource {
    this.urls.push(url);
    const source: HubSource & { readyState: number; onReset?: () => void } = {
      readyState: 0,
      onopen: null,
      onmessage: null,
      onerror: null,
      addEventListener(_type: string, listener: unknown) {
        source.onReset = listener as () => void; // the only one that is listened for is `reset`
      },
      close() {
        source.readyState = 2;
      },
    };
    this.#sources.push(source);
    return source;
  }
  after(ms: number, callback: () => void): () => void {
    const timer = { ms, callback };
    this.timers.push(timer);
    return () => this.timers.splice(this.timers.indexOf(timer), this.timers.includes(timer) ? 1 : 0);
  }

  get #source() {
    const source = this.#sources.at(-1);
    if (!source) throw new Error('nothing was opened');
    return source;
  }
  connect(): void {
    this.#source.readyState = 1;
    this.#source.onopen?.call(this.#source as EventSource, new Event('open'));
  }
  send(event: object): void {
    const message = new MessageEvent('message', { data: JSON.stringify(event) });
    this.#source.onmessage?.call(this.#source as EventSource, message);
  }
  reset(): void {
    this.#source.onReset?.();
  }
  /** The connection breaks; the browser tries again by itself. */
  stumble(): void {
    this.#source.readyState = 0;
    this.#source.onerror?.call(this.#source as EventSource, new Event('error'));
  }
  /** The connection breaks for good. */
  fail(): void {
    this.#source.readyState = 2;
    this.#source.onerror?.call(this.#source as EventSource, new Event('error'));
  }
  openCount(): number {
    return this.#sources.filter(({ readyState }) => readyState !== 2).length;
  }
  runTimer(): number | undefined {
    const timer = this.timers.shift();
    timer?.callback();
    return timer?.ms;
  }
}

function setUp() {
  const browser = new Browser();
  const hub = createStreamHub(browser);
  return {
    browser,
    /** A page that wants something. */
    join(first: StreamWish) {
      const heard: StreamNews[] = [];
      let leave = (): void => {};
      const port: HubPort = {
        postMessage: (news: StreamNews) => heard.push(news),
        onmessage: null,
        addEventListener: (_type: string, listener: unknown) => {
          leave = listener as () => void; // the only one that is listened for is `close`
        },
      };
      hub.join(port);
      const send = (data: PageMessage): void => {
        port.onmessage?.call(port as MessagePort, new MessageEvent('message', { data }));
      };
      const wish = (wanted: StreamWish): void => send(wanted);
      wish(first);
      return { heard, wish, send, leave: () => leave() };
    },
  };
}
