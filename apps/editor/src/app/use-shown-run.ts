import { RunId } from '@flowmason/pipeline-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useLocation, useSearchParams } from 'wouter';
import { ApiError } from '../api/client.ts';
import { measureClockSkew } from '../api/measure-clock-skew.ts';
import { getRun } from '../api/queries.ts';
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
  const isSkewKnown = useClockSkew(runId !== undefined);
  // What arrives before the clocks are compared would be taken for late or early.
  useLiveRun(isSkewKnown ? runId : undefined, sink);
  useLeaveUnknownRun(runId);
  return runId;
}

/** A stream cannot tell a server that is gone from a run that it does not know; asking for the run can. */
function useLeaveUnknownRun(runId: RunId | undefined): void {
  const showRun = useShowRun();
  const isLost = useEditorStore((state) => state.runConnection === 'lost');
  const { error } = useQuery({
    queryKey: ['runs', 'known', runId],
    queryFn: () => (runId === undefined ? null : getRun(runId)),
    enabled: runId !== undefined && isLost,
    refetchInterval: 5_000,
    retry: false,
    staleTime: 0,
  });
  const isUnknown = error instanceof ApiError && error.problem.status === 404;
  useEffect(() => {
    if (!isUnknown) return;
    toast.error(`The server does not know run ${runId}. It may have been restarted since.`);
    showRun(undefined);
  }, [isUnknown, runId, showRun]);
}

/** Measures once how far this machine's clock is from the server's; whether that is done. */
function useClockSkew(isNeeded: boolean): boolean {
  const [isMeasured, setMeasured] = useState(false);
  const isDue = isNeeded && !isMeasured;
  useEffect(() => {
    if (!isDue) return;
    const leaving = new AbortController();
    void measureClockSkew(AbortSignal.any([leaving.signal, AbortSignal.timeout(SKEW_TIMEOUT_MS)])).then((skewMs) => {
      if (leaving.signal.aborted) return;
      useEditorStore.getState().setClockSkew(skewMs);
      setMeasured(true);
    });
    return () => leaving.abort();
  }, [isDue]);
  return isMeasured;
}

const SKEW_TIMEOUT_MS = 1_500;

/** Shows another run on the page that is open, or none; the address says which. */
export function useShowRun(): (runId: RunId | undefined) => void {
  const [path, navigate] = useLocation();
  return useCallback(
    (runId) => navigate(runId === undefined ? path : `${path}?run=${encodeURIComponent(runId)}`),
    [path, navigate],
  );
}
