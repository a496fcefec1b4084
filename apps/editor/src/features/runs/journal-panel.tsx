import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRunEvents } from '../../store/use-run.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** The journal of the shown run as a readable log: one line per event, newest at the bottom, followed while it grows. */
export function JournalPanel(): ReactNode {
  const events = useRunEvents();
  if (events.length === 0) {
    return (
      <EmptyState icon={<ScrollText size={20} />} title="No run is shown">
        Run the pipeline, and every fact of the run is written here as it happens.
      </EmptyState>
    );
  }
  return (
    <ol className="py-1 font-mono text-xs">
      {events.map((event) => (
        <li key={event.seq} className="flex gap-4 px-4 py-0.5 hover:bg-hover">
          <span className="tabular w-16 shrink-0 text-right text-faint">{(event.t / 1000).toFixed(3)}</span>
          <span className="w-40 shrink-0 text-muted">{event.type}</span>
          <span className="truncate">{'stage_id' in event ? event.stage_id : ''}</span>
        </li>
      ))}
    </ol>
  );
}
