import { type ComponentType, createElement, lazy, type ReactNode, useEffect } from 'react';
import { loadPatiently } from './load-patiently.ts';

/**
 * A part of a page that is loaded when it is first shown, so that the page itself comes sooner. One that is needed to go on
 * editing is loaded ahead, when the page has nothing else to do: the server may be gone by the time it is asked for.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isLoadedAhead = false }: { readonly isLoadedAhead?: boolean } = {},
): (props: Props) => ReactNode {
  if (isLoadedAhead) ahead.add(load);
  let part = makeLazy();
  return (props) => createElement<Props>(part, props);

  function makeLazy() {
    return lazy(async () => {
      try {
        return { default: await loadPatiently(load) };
      } catch (error) {
        failed.add(() => {
          part = makeLazy();
        });
        throw error;
      }
    });
  }
}

/** Parts that could not be loaded, each with what has it loaded anew: React keeps a failure for good. */
const failed = new Set<() => void>();

/** Has the parts that could not be loaded asked for anew when they are next shown. */
export function forgetFailedParts(): void {
  for (const startAnew of failed) startAnew();
  failed.clear();
}

const ahead = new Set<() => Promise<unknown>>();

/** Loads what is loaded ahead, once the page is idle. */
export function useLoadAhead(): void {
  useEffect(() => {
    function loadAll(): void {
      // A failure shows where the part is asked for; here nobody waits for it.
      for (const load of ahead) loadPatiently(load).catch(() => undefined);
      ahead.clear();
    }
    // Not every browser tells when it is idle.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(loadAll, SOON_MS);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(loadAll, { timeout: LATEST_MS });
    return () => cancelIdleCallback(handle);
  }, []);
}

const SOON_MS = 2_000;
/** A page that is never idle, because a run is shown on it, still gets its parts. */
const LATEST_MS = 10_000;
