import type { ServerResponse } from 'node:http';

/** Tells whether whoever an answer goes to is still let in, and how often that is asked. */
export interface StreamAccess {
  /** May throw: then nobody knows, and the answer ends. */
  isLetIn(): boolean;
  readonly recheckMs: number;
  /** Told what `isLetIn` has thrown. */
  onDefect(error: unknown): void;
}

const accesses = new WeakMap<ServerResponse, StreamAccess>();

/** Remembers what `res` depends on, in case that it becomes a stream. */
export function setStreamAccess(res: ServerResponse, access: StreamAccess): void {
  accesses.set(res, access);
}

/** Cuts an answer that lasts as soon as whoever it goes to is no longer let in. Nothing to do for those who need no token. */
export function endWithAccess(res: ServerResponse): void {
  const access = accesses.get(res);
  if (access === undefined) return;
  const timer = setInterval(() => {
    if (!isLetIn(access)) res.destroy();
  }, access.recheckMs).unref();
  res.on('close', () => clearInterval(timer));
}

function isLetIn({ isLetIn, onDefect }: StreamAccess): boolean {
  try {
    return isLetIn();
  } catch (error) {
    onDefect(error);
    return false;
  }
}
