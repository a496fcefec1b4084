import { useEffect } from 'react';
import { loadPatiently } from '../api/load-patiently.ts';

/** Fetches the forms once the page has come to rest, so that the first stage that is selected shows them at once. */
export function usePrefetchInspector(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // A fetch that fails here is made again, and told, when the forms are needed.
      void Promise.allSettled([
        loadPatiently(() => import('../features/inspector/stage-inspector.tsx')),
        loadPatiently(() => import('../features/inspector/code/load-code-mirror.ts')).then(({ loadCodeMirror }) =>
          loadCodeMirror(),
        ),
      ]);
    }, RESTED_MS);
    return () => clearTimeout(timer);
  }, []);
}

const RESTED_MS = 1_000;
