import { API_BASE } from './client.ts';

/** How often the server is asked whether it is back. */
const ASK_AGAIN_MS = 2_000;

/**
 * Loads a part of the editor. While the server does not answer it waits for it: what is being edited stays on the page.
 * @throws whatever `load` does, when it fails twice although the server answers: another version of the editor is served by now.
 */
export async function loadPatiently<T>(load: () => Promise<T>, server: ServerProbe = REAL_SERVER): Promise<T> {
  let hasRetried = false;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      const hadToWait = await waitFor(server);
      if (hasRetried && !hadToWait) throw error;
      hasRetried = true;
    }
  }
}

/** Whether there is a server, and what to do until it is asked again. */
interface ServerProbe {
  isAnswering(): Promise<boolean>;
  pause(): Promise<void>;
}

const REAL_SERVER: ServerProbe = {
  isAnswering,
  pause: () => new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS)),
};

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
    return (await fetch(`${API_BASE}/health`, { cache: 'no-store' })).ok;
  } catch {
    return false; // no answer is the answer
  }
}
