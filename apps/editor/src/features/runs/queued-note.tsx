import type { RunId } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { pipelinesQuery, runQuery } from '../../api/queries.ts';

/** Who is before a run changes without an event of the run itself. Nobody is asked while the page is not visible. */
const ASK_MS = 15_000;

type QueuedNoteProps = {
  readonly runId: RunId;
  /** One that has begun waits only after a restart of the server: it is asked for again only while it does. */
  readonly hasBegun: boolean;
};

/** What a run waits for, as the server sees it now; the run that has the turn is a link where its pipeline is known. */
export function QueuedNote({ runId, hasBegun }: QueuedNoteProps): ReactNode {
  const answer = useQuery({
    ...runQuery(runId),
    staleTime: ASK_MS,
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => (hasBegun && state.data?.queue === undefined ? false : ASK_MS),
  });
  const { queue } = answer.data ?? {};
  const behind = useQuery({ ...runQuery(queue?.behind), enabled: queue?.behind !== undefined }).data;
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  if (queue === undefined) return null;
  const [pipeline, ...others] = pipelines.filter(({ name }) => name === behind?.pipeline);
  return (
    <p className="line-clamp-2 break-words" title={queue.reason}>
      {queue.reason}
      {behind && pipeline && others.length === 0 && (
        <>
          {' '}
          <Link
            href={`/pipelines/${pipeline.id}?run=${encodeURIComponent(behind.id)}`}
            className="rounded-sm font-medium text-accent-strong hover:underline"
          >
            Show that run
          </Link>
        </>
      )}
    </p>
  );
}
