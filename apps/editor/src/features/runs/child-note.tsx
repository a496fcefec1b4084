import { isFinished, type Run } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { pipelinesQuery, runQuery, waitingRunsQuery } from '../../api/queries.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** What a child run waits for changes without an event of its parent. Nobody is asked while the page is not visible. */
const ASK_MS = 15_000;

/** True while the run may have child runs under way: only then is it worth asking what they wait for. */
export function hasChildUnderWay(run: Run): boolean {
  return (
    !isFinished(run) &&
    Object.values(run.stages).some(({ status, component }) => status === 'running' && component === 'subpipeline')
  );
}

/** Asks the server which child runs wait for a person, for all that show the run; leads to the first of them. */
export function ChildNote({ run }: { readonly run: Run }): ReactNode {
  // A run is answered with all that its stages gave: it is asked for only while some run waits for a person.
  const waiting = useQuery({ ...waitingRunsQuery, refetchInterval: ASK_MS }).data;
  const someWait = waiting !== undefined && waiting.items.length > 0;
  const asked = useQuery({ ...runQuery(run.id), enabled: someWait, staleTime: 0, refetchInterval: ASK_MS }).data;
  const children = someWait ? asked?.undecided_children : undefined;
  const note = useEditorStore((state) => state.noteUndecidedChildren);
  useEffect(() => note(run.id, children), [note, run.id, children]);
  useEffect(() => () => note(run.id, undefined), [note, run.id]);
  const first = children?.[0];
  const child = useQuery({ ...runQuery(first?.run_id), enabled: first !== undefined }).data;
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const [pipeline, ...others] = pipelines.filter(({ name }) => name === child?.pipeline);
  if (!child || !pipeline || others.length > 0) return null;
  return (
    <Link
      href={`/pipelines/${pipeline.id}?run=${encodeURIComponent(child.id)}`}
      className="rounded-sm font-medium text-accent-strong hover:underline"
    >
      Show that run
    </Link>
  );
}
