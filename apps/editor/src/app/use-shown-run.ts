import { RunId } from '@flowmason/pipeline-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useLocation, useSearchParams } from 'wouter';
import { meetRun } from '../api/meet-run.ts';
import type { RunStreamSink } from '../api/run-stream.ts';
import { useLiveRun } from '../api/use-live-run.ts';
import { withSearchParam } from '../model/document/search-params.ts';
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
    setConnection: (connection) => useEditorStore.getState().setRunConnection(connection, Date.now()),
  }));
  useEffect(() => {
    const { showRun, hideRun, showBottomTab } = useEditorStore.getState();
    if (runId === undefined) return;
    showRun(runId);
    showBottomTab('timeline');
    return hideRun;
  }, [runId]);
  const metRun = useMeeting(runId);
  // What arrives before the clocks are compared would be taken for late or early.
  useLiveRun(metRun === runId ? runId : undefined, sink);
  useLeaveForgottenRun(runId);
  return runId;
}

/** Asks for the run before its stream is opened; gives its id back once it is met, and leaves one that nobody knows. */
function useMeeting(runId: RunId | undefined): RunId | undefined {
  const [metRun, setMetRun] = useState<RunId>();
  const leave = useLeaveRun();
  useEffect(() => {
    if (runId === undefined) return;
    const leaving = new AbortController();
    void meetRun(runId, AbortSignal.any([leaving.signal, AbortSignal.timeout(MEETING_TIMEOUT_MS)])).then((meeting) => {
      if (leaving.signal.aborted) return;
      useEditorStore.getState().setClockSkew(meeting.clockSkewMs);
      if (meeting.isKnown) setMetRun(runId);
      else leave(runId);
    });
    return () => leaving.abort();
  }, [runId, leave]);
  return metRun;
}

const MEETING_TIMEOUT_MS = 1_500;

/** A stream that breaks off cannot tell a server that is gone from one that came back without the run; asking again can. */
function useLeaveForgottenRun(runId: RunId | undefined): void {
  const leave = useLeaveRun();
  const isLost = useEditorStore((state) => state.runConnection === 'lost');
  useEffect(() => {
    if (runId === undefined || !isLost) return;
    const leaving = new AbortController();
    const timer = setInterval(() => {
      void meetRun(runId, leaving.signal).then(({ isKnown }) => {
        if (!isKnown && !leaving.signal.aborted) leave(runId);
      });
    }, ASK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, [runId, isLost, leave]);
}

const ASK_AGAIN_MS = 1_000;

function useLeaveRun(): (runId: RunId) => void {
  const showRun = useShowRun();
  return useCallback(
    (runId) => {
      toast.error(`The server does not know the run ${runId}.`, {
        description:
          'It may have been made on another server, or kept only in memory. The pipeline is shown without a run.',
        duration: 12_000,
      });
      showRun(undefined);
    },
    [showRun],
  );
}

/** Shows another run on the page that is open, or none; the address says which. */
export function useShowRun(): (runId: RunId | undefined) => void {
  const [path, navigate] = useLocation();
  return useCallback((runId) => navigate(path + withSearchParam(location.search, 'run', runId)), [path, navigate]);
}
