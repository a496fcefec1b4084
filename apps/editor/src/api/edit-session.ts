/** One opening of a pipeline in one tab. It ends with `end`, or with its tab, however that ends. */
export interface EditSession {
  readonly id: string;
  /** Resolves when other tabs can see it in `liveSessions`. */
  readonly begun: Promise<void>;
  /** Resolves when they no longer do. */
  end(): Promise<void>;
}

/** Begins a session. */
export function startEditSession(pipelineId: string): EditSession {
  const id = newSessionId();
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const locks = findLocks();
  // The browser gives the lock back when the tab is gone, also when it crashed.
  const held = locks
    ?.request(PREFIX + JSON.stringify([pipelineId, id]), () => {
      begun.resolve();
      return ended.promise;
    })
    .catch((error: unknown) => {
      passRefusal(error);
      begun.resolve(); // other tabs see as little of it as where there are no locks
    });
  if (!held) begun.resolve();
  return {
    id,
    begun: begun.promise,
    async end() {
      endedHere.add(id);
      ended.resolve();
      await held;
    },
  };
}

/** The sessions of a pipeline that are open now in any tab of this browser; none where the browser cannot tell. */
export async function liveSessions(pipelineId: string): Promise<ReadonlySet<string>> {
  const { held = [] } = (await findLocks()?.query().catch(passRefusal)) ?? {};
  const ids = held.flatMap(({ name = '' }) => {
    if (!name.startsWith(PREFIX)) return [];
    const [pipeline, id] = JSON.parse(name.slice(PREFIX.length)) as [string, string]; // as written above
    return pipeline === pipelineId && !endedHere.has(id) ? [id] : [];
  });
  return new Set(ids);
}

const PREFIX = 'flowmason.editing ';

/** A lock is given back a moment after its session has ended. */
const endedHere = new Set<string>();

/** Locks are there in secure contexts only: on this machine, or behind https. */
function findLocks(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined;
}

/** A page that is to keep no data, or is being left, gets no locks. Anything else is a fault of ours. */
function passRefusal(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}

/** `randomUUID` too is there in secure contexts only. */
function newSessionId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}
