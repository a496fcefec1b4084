import { RunEvent } from '@flowmason/pipeline-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { API_BASE } from './client.ts';

/**
 * Keeps every list of runs current while the caller is mounted: whenever a run begins, waits or ends, the lists are asked
 * for anew, at most once a second.
 */
export function useRunFeed(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`${API_BASE}/events`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    function refresh(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: ['runs'] });
      }, REFRESH_MS);
    }
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if (RunEvent.parse(JSON.parse(data)).type.startsWith('run.')) refresh();
    };
    // Events were missed while the connection was away, or before this page was open.
    source.addEventListener('reset', refresh);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [queryClient]);
}

const REFRESH_MS = 1_000;
