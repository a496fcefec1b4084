import type { RunId } from '@flowmason/pipeline-schema';
import { useEffect } from 'react';
import { openRunStream, type RunStreamSink } from './run-stream.ts';

/**
 * Follows the run while the caller is mounted, from its first event on, also after a reload of the page; undefined follows
 * nothing. `sink` must stay the same object, or the stream starts again.
 */
export function useLiveRun(runId: RunId | undefined, sink: RunStreamSink): void {
  useEffect(() => (runId === undefined ? undefined : openRunStream(runId, sink)), [runId, sink]);
}
