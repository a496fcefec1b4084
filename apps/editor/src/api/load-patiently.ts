import { API_BASE, ConnectionError } from './client.ts';

/** How often the server is asked whether it is back. */
const ASK_AGAIN_MS = 2_000;

/** A server that answers does not have a part of the editor: another version is served by now. */
export class PartNotLoadedError extends Error {
  override readonly name = 'PartNotLoadedError';
}

/**
 * Loads a part of the editor. While the server does not answer it waits for it: what is being edited stays on the page. It
 * asks before it loads: Chrome before version 156 never asks again for a module that it has once failed to get.
 * @throws {PartNotLoadedError} when it fails twice although the server answers.
 */
export async function loadPatiently<T>(load: () => Promise<T>, server: ServerProbe = REAL_SERVER): Promise<T> {
  await waitFor(server);
  let hasRetried = false;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      const hadToWait = await waitFor(server);
      await server.mend();
      if (hasRetried && !hadToWait) throw new PartNotLoadedError(messageOf(error), { cause: error });
      hasRetried = true;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Loads what somebody has just asked to be done needs. It does not wait: who hears at once that it cannot be done can ask
 * again, so nothing is loaded from a server that is away (see {@link loadPatiently}).
 * @throws {ConnectionError} while the server does not answer, or not as it should. @throws {PartNotLoadedError} when it answers without the part.
 */
export async function loadNow<T>(load: () => Promise<T>, server: ServerProbe = REAL_SERVER): Promise<T> {
  if (!(await server.isAnswering())) throw new ConnectionError(AWAY);
  try {
    return await load();
  } catch (cause) {
    if (await server.isAnswering()) throw new PartNotLoadedError(messageOf(cause), { cause });
    throw new ConnectionError(AWAY, { cause });
  }
}

/**
 * What {@link loadNow} loads, kept once it is there: a server that has gone away since is not asked whether it answers. A
 * failure is not kept.
 */
export function loadNowOnce<T>(load: () => Promise<T>, server: ServerProbe = REAL_SERVER): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= loadNow(load, server).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

const AWAY = 'The server cannot be reached, and this needs a part of the editor that has not been loaded yet.';

/** Whether there is a server, and what to do until it is asked again. */
interface ServerProbe {
  isAnswering(): Promise<boolean>;
  pause(): Promise<void>;
  /** Asks anew for what a part that could not be loaded asked for in vain. */
  mend(): Promise<void>;
}

const REAL_SERVER: ServerProbe = {
  isAnswering() {
    // What is loaded ahead is asked for all at once.
    asking ??= isAnswering().finally(() => {
      asking = undefined;
    });
    return asking;
  },
  mend: reloadStyles,
  pause: () =>
    new Promise((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        pauses.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, ASK_AGAIN_MS);
      pauses.add(goOn);
    }),
};

let asking: Promise<boolean> | undefined;

/** What ends each pause before its time. */
const pauses = new Set<() => void>();

/** Asks the server at once for every part that waits for it. */
export function askForPartsNow(): void {
  for (const goOn of pauses) goOn();
}

/** A part's style sheet is asked for only once: one that did not come is put in anew, else the part would come without. */
async function reloadStyles(): Promise<void> {
  const broken = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter(({ sheet }) => !sheet);
  await Promise.all(
    broken.map(
      (link) =>
        new Promise<void>((resolve) => {
          const again = document.createElement('link');
          again.rel = 'stylesheet';
          again.href = link.href;
          // One that fails once more is found by the next call.
          again.onload = again.onerror = () => resolve();
          link.replaceWith(again);
        }),
    ),
  );
}

/** Resolves when the server answers, to whether it did not at first. */
async function waitFor({ isAnswering: ask, pause }: ServerProbe): Promise<boolean> {
  let hadToWait = false;
  while (!(await ask())) {
    hadToWait = true;
    await pause();
  }
  return hadToWait;
}

async function isAnswering(): Promise<boolean> {
  try {
    // One that wants a token first has the parts; one that a proxy cannot reach has not.
    return (await fetch(`${API_BASE}/health`, { cache: 'no-store' })).status < 500;
  } catch {
    return false; // no answer is the answer
  }
}
