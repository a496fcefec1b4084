/** Wakes one waiting reader. Must be closed. */
export interface Bell {
  ring(): void;
  /**
   * Resolves to true when it rings, at once if it has since the last time or when its signal has aborted; to false when
   * nothing rings for `ms`.
   */
  next(ms?: number): Promise<boolean>;
  close(): void;
}

/** A bell that also rings when `signal` aborts. */
export function createBell(signal: AbortSignal): Bell {
  let hasRung = signal.aborted;
  let wake = (): void => {};
  const ring = (): void => {
    hasRung = true;
    wake();
  };
  signal.addEventListener('abort', ring);
  return {
    ring,
    async next(ms) {
      if (!hasRung) {
        const rung = Promise.withResolvers<void>();
        wake = rung.resolve;
        const timer = ms === undefined ? undefined : setTimeout(wake, ms);
        await rung.promise;
        clearTimeout(timer);
      }
      const was = hasRung;
      hasRung = signal.aborted;
      return was;
    },
    close: () => signal.removeEventListener('abort', ring),
  };
}
