import { describe, expect, it } from 'vitest';
import { ConnectionError } from './client.ts';
import { loadNow, loadNowOnce, loadPatiently, PartNotLoadedError } from './load-patiently.ts';

/** A server that answers as listed, then always; `paused` counts how often it was waited for. */
function serverThat(...answers: readonly boolean[]) {
  const left = [...answers];
  const server = {
    paused: 0,
    isAnswering: async () => left.shift() ?? true,
    pause: async () => {
      server.paused += 1;
    },
    mend: async () => {},
  };
  return server;
}

/** Fails so many times, then gives the part. */
function failing(times: number): () => Promise<string> {
  let left = times;
  return async () => {
    if (left-- > 0) throw new Error('not loaded');
    return 'the part';
  };
}

describe('loadPatiently', () => {
  it('loads nothing before a server that is gone is back: a browser may keep the failure for good', async () => {
    const server = serverThat(false, false, true);
    const pausedWhenAsked: number[] = [];
    const part = await loadPatiently(async () => {
      pausedWhenAsked.push(server.paused);
      return 'the part';
    }, server);
    expect([part, pausedWhenAsked]).toEqual(['the part', [2]]);
  });

  it('waits for a server that goes meanwhile, each time', async () => {
    const server = serverThat(true, false, true, false, true);
    expect(await loadPatiently(failing(2), server)).toBe('the part');
    expect(server.paused).toBe(2);
  });

  it('tries once more when the server came back in between', async () => {
    expect(await loadPatiently(failing(1), serverThat())).toBe('the part');
  });

  it('gives up on a part that a server which answers does not have', async () => {
    await expect(loadPatiently(failing(2), serverThat())).rejects.toThrow('not loaded');
  });
});

describe('loadNow', () => {
  it('says in words that the server is gone, and waits for nobody', async () => {
    const server = serverThat(false);
    const loading = loadNow(() => Promise.reject(new Error('loaded')), server);
    await expect(loading).rejects.toThrow(ConnectionError);
    await expect(loading).rejects.toThrow('The server cannot be reached');
    expect(server.paused).toBe(0);
  });

  it('says the same when the server goes meanwhile', async () => {
    await expect(loadNow(failing(1), serverThat(true, false))).rejects.toThrow(ConnectionError);
  });

  it('tells a part that the server does not have apart from that', async () => {
    await expect(loadNow(failing(1), serverThat())).rejects.toThrow(PartNotLoadedError);
  });
});

describe('loadNowOnce', () => {
  it('gives what was loaded again, also while the server is away', async () => {
    const load = loadNowOnce(failing(0), serverThat(true, false));
    expect([await load(), await load()]).toEqual(['the part', 'the part']);
  });

  it('asks for the part once, however many want it at the same time', async () => {
    let count = 0;
    const load = loadNowOnce(async () => ++count, serverThat());
    expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  });

  it('loads anew after a failure, once the server is back', async () => {
    const load = loadNowOnce(failing(0), serverThat(false, true));
    await expect(load()).rejects.toThrow(ConnectionError);
    expect(await load()).toBe('the part');
  });
});
