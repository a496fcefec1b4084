import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { watchRuns } from './shared-stream.ts';

/**
 * Keeps every list of runs current while the caller is mounted: whenever a run begins, waits or ends, the lists are asked
 * for anew, at most once a second.
 */
export function useRunFeed(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function refresh(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: ['runs'] });
      }, REFRESH_MS);
    }
    // What it is that has happened to which run, the lists say.
    const stop = watchRuns({ onOpen: refresh, onEvent: refresh, onLost: () => undefined });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [queryClient]);
}

const REFRESH_MS = 1_000;
