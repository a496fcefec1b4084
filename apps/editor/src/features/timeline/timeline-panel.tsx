import { ChartGantt } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useRun } from '../../store/use-run.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/**
 * The shown run in time: rows in start order grouped by scope, one bar per attempt, waits hatched. Built from
 * `useRunEvents` by `toTimeline`; selecting a bar is `selectStage(id, instance)` of the store.
 */
export function TimelinePanel(_props: { readonly opened: OpenedPipeline }): ReactNode {
  const run = useRun();
  return (
    <EmptyState icon={<ChartGantt size={20} />} title={run ? 'The timeline is on its way' : 'No run is shown'}>
      Run the pipeline, and each attempt of each stage is drawn here as it happens.
    </EmptyState>
  );
}
