import { ScrollText, SearchX } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { ALL_EVENTS, type EventFilter, findEvents, NO_FILTER } from '../../model/runs/find-events.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRunEvents } from '../../store/use-run.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JournalBar } from './journal-bar.tsx';
import { JournalLines } from './journal-lines.tsx';

/** The journal of the shown run as a readable log: one sentence per event, newest at the bottom, followed while it grows. */
export function JournalPanel(): ReactNode {
  const runId = useEditorStore((state) => state.run?.id);
  const events = useRunEvents();
  const [filter, setFilter] = useState<EventFilter>(NO_FILTER);
  const [isFollowing, setFollowing] = useState(true);
  const found = useMemo(() => findEvents(events, filter), [events, filter]);
  if (runId === undefined) {
    return (
      <EmptyState icon={<ScrollText size={20} />} title="No run is shown">
        Run the pipeline, and every fact of the run is written here as it happens.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <JournalBar
        filter={filter}
        onFilter={setFilter}
        shownCount={found.length}
        totalCount={events.length}
        isFollowing={isFollowing}
        onFollow={setFollowing}
      />
      {found.length === 0 && events.length > 0 ? (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No event matches"
          action={<Button onClick={() => setFilter(ALL_EVENTS)}>Show all events</Button>}
        />
      ) : (
        <JournalLines key={runId} told={found} isFollowing={isFollowing} onFollow={setFollowing} />
      )}
    </div>
  );
}
