import { useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { Connection } from '../api/queries.ts';
import { useConnection } from '../api/use-connection.ts';
import { useEditorStore } from '../store/editor-store.ts';

/** Says when the server cannot be reached or fails, and when it is back; then everything that is shown is asked for anew. */
export function ConnectionBanner(): ReactNode {
  const { connection, onAskAgain } = useConnection();
  const isStreamLost = useEditorStore((state) => state.runConnection === 'lost');
  useLookWhenSomethingChanges(isStreamLost, onAskAgain);
  useRefreshWhenBack(connection);
  const words = wordsFor(connection, isStreamLost);
  if (!words) return null;
  return (
    <div role="status" className="flex h-8 shrink-0 items-center gap-2 bg-recovered/12 px-4 text-recovered text-xs">
      <CloudOff size={14} aria-hidden />
      <span className="truncate">
        <strong className="font-semibold">{words.what}</strong> {words.next}
      </span>
    </div>
  );
}

function wordsFor(connection: Connection | undefined, isStreamLost: boolean) {
  if (connection === 'fails') return FAILS;
  return connection === 'silent' || isStreamLost ? SILENT : undefined;
}

const SILENT = {
  what: 'The server cannot be reached.',
  next: 'If it was stopped, its runs go on when it starts again. This page tries until it answers.',
};

const FAILS = {
  what: 'The server answers with errors.',
  next: 'What it says is in its log. This page tries until it works again.',
};

/** The browser knows at once when its network goes or comes, and the stream of a run when it breaks; whether the server answers is asked. */
function useLookWhenSomethingChanges(isStreamLost: boolean, look: () => void): void {
  useEffect(() => {
    addEventListener('offline', look);
    addEventListener('online', look);
    return () => {
      removeEventListener('offline', look);
      removeEventListener('online', look);
    };
  }, [look]);
  useEffect(() => {
    if (isStreamLost) look();
  }, [isStreamLost, look]);
}

const BACK = 'server-is-back';

function useRefreshWhenBack(connection: Connection | undefined): void {
  const queryClient = useQueryClient();
  const wasAway = useRef(false);
  useEffect(() => {
    if (connection === 'answers' && wasAway.current) {
      void queryClient.invalidateQueries();
      toast.success('The server answers again.', { id: BACK });
    }
    wasAway.current = connection === 'silent' || connection === 'fails';
    if (wasAway.current) toast.dismiss(BACK);
  }, [connection, queryClient]);
}
