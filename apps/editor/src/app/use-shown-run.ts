import { RunId } from '@flowmason/pipeline-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { RunStreamSink } from '../api/run-stream.ts';
import { useLiveRun } from '../api/use-live-run.ts';
import { useEditorStore } from '../store/editor-store.ts';

/**
 * Joins the address, the stream and the store: shows the run that `?run=` names, live, for as long as the caller is
 * mounted. So a reload goes on where it was.
 */
export function useShownRun(): RunId | undefined {
  const [params] = useSearchParams();
  const parsed = RunId.safeParse(params.get('run'));
  const runId = parsed.success ? parsed.data : undefined;
  const queryClient = useQueryClient();
  const [sink] = useState<RunStreamSink>(() => ({
    receive(events) {
      useEditorStore.getState().receiveRunEvents(events, Date.now());
      if (events.at(-1)?.type === 'run.finished') {
        void queryClient.invalidateQueries({ queryKey: ['pipelines'], exact: true });
        void queryClient.invalidateQueries({ queryKey: ['runs'] });
      }
    },
    setConnection: (connection) => useEditorStore.getState().setRunConnection(connection),
  }));
  useEffect(() => {
    const { showRun, hideRun, showBottomTab } = useEditorStore.getState();
    if (runId === undefined) return;
    showRun(runId);
    showBottomTab('timeline');
    return hideRun;
  }, [runId]);
  useLiveRun(runId, sink);
  return runId;
}

/** Shows another run on the page that is open, or none; the address says which. */
export function useShowRun(): (runId: RunId | undefined) => void {
  const [path, navigate] = useLocation();
  return (runId) => navigate(runId === undefined ? path : `${path}?run=${encodeURIComponent(runId)}`);
}
