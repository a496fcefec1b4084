import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { healthQuery } from '../api/queries.ts';
import { useEditorStore } from '../store/editor-store.ts';

/** Says when the server cannot be reached, and when it is back; then everything that is shown is asked for anew. */
export function ConnectionBanner(): ReactNode {
  const isUnreachable = useQuery(healthQuery).isError;
  const isStreamLost = useEditorStore((state) => state.runConnection === 'lost');
  useLookWhenNetworkChanges();
  useRefreshWhenBack(isUnreachable);
  if (!isUnreachable && !isStreamLost) return null;
  return (
    <div role="status" className="flex h-8 shrink-0 items-center gap-2 bg-recovered/12 px-4 text-recovered text-xs">
      <CloudOff size={14} aria-hidden />
      <span className="truncate">
        <strong className="font-semibold">The server cannot be reached.</strong> If it was stopped, its runs go on when
        it starts again. This page tries until it answers.
      </span>
    </div>
  );
}

/** The browser knows at once when its network goes or comes; whether the server answers without it is asked. */
function useLookWhenNetworkChanges(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const look = (): void => void queryClient.refetchQueries({ queryKey: healthQuery.queryKey });
    addEventListener('offline', look);
    addEventListener('online', look);
    return () => {
      removeEventListener('offline', look);
      removeEventListener('online', look);
    };
  }, [queryClient]);
}

function useRefreshWhenBack(isUnreachable: boolean): void {
  const queryClient = useQueryClient();
  const wasUnreachable = useRef(false);
  useEffect(() => {
    if (wasUnreachable.current && !isUnreachable) {
      void queryClient.invalidateQueries();
      toast.success('The server answers again.');
    }
    wasUnreachable.current = isUnreachable;
  }, [isUnreachable, queryClient]);
}
