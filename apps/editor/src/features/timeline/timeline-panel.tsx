import { ChartGantt } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRunTimeline } from '../../store/use-run.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TimelineView } from './timeline-view.tsx';

/** The shown run in time: a row per stage in start order, a bar per attempt, waits hatched, blocks that fold. */
export function TimelinePanel({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const runId = useEditorStore((state) => state.run?.id);
  const timeline = useRunTimeline();
  if (runId === undefined) {
    return (
      <EmptyState icon={<ChartGantt size={20} />} title="No run is shown">
        Run the pipeline, and each attempt of each stage is drawn here as it happens.
      </EmptyState>
    );
  }
  if (timeline.seq === 0) return <LoadingRows />;
  return <TimelineView key={runId} opened={opened} timeline={timeline} />;
}

function LoadingRows(): ReactNode {
  return (
    <div role="status" aria-label="Loading the timeline" className="space-y-2 px-4 py-10">
      <Skeleton className="h-3 w-1/4" />
      <Skeleton className="ml-[12%] h-3 w-1/3" />
      <Skeleton className="ml-[30%] h-3 w-1/4" />
    </div>
  );
}
