import { ArrowDownToLine, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EventFilter } from '../../model/runs/find-events.ts';
import { Select } from '../../ui/select.tsx';

type JournalBarProps = {
  readonly filter: EventFilter;
  readonly onFilter: (filter: EventFilter) => void;
  readonly shownCount: number;
  readonly totalCount: number;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
};

/** Narrows the journal down, and says whether it keeps to its end. */
export function JournalBar(props: JournalBarProps): ReactNode {
  const { filter, onFilter, shownCount, totalCount, isFollowing } = props;
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">
      <label className="flex h-7 w-64 min-w-24 items-center gap-2 rounded-md border border-line bg-surface px-2 transition-colors focus-within:border-accent">
        <Search size={12} className="shrink-0 text-faint" aria-hidden />
        <span className="sr-only">Search the journal</span>
        <input
          type="search"
          value={filter.search}
          placeholder="Search the journal"
          className="min-w-0 flex-1 bg-transparent text-xs outline-none placeholder:text-faint"
          onChange={(event) => onFilter({ ...filter, search: event.target.value })}
        />
      </label>
      <Select
        label="Events about"
        value={filter.topic}
        options={TOPICS}
        onChange={(topic) => onFilter({ ...filter, topic })}
      />
      <Select
        label="Least level"
        value={filter.leastLevel}
        options={LEVELS}
        onChange={(leastLevel) => onFilter({ ...filter, leastLevel })}
      />
      <span className="tabular truncate text-faint text-xs max-md:hidden">
        {shownCount === totalCount ? `${totalCount} events` : `${shownCount} of ${totalCount} events`}
      </span>
      <div className="flex-1" />
      <button
        type="button"
        aria-pressed={isFollowing}
        className="inline-flex h-6 items-center gap-1.5 rounded-md px-1.5 text-muted text-xs transition-colors hover:bg-hover hover:text-ink aria-pressed:text-accent-strong"
        onClick={() => props.onFollow(!isFollowing)}
      >
        <ArrowDownToLine size={12} aria-hidden />
        Follow
      </button>
    </div>
  );
}

const TOPICS = [
  { value: 'all', label: 'Everything' },
  { value: 'stage', label: 'Stages' },
  { value: 'request', label: 'Requests' },
  { value: 'decision', label: 'Decisions' },
  { value: 'message', label: 'Messages' },
  { value: 'run', label: 'The run' },
] as const;

const LEVELS = [
  { value: 'debug', label: 'All levels' },
  { value: 'info', label: 'Info and up' },
  { value: 'warning', label: 'Warnings and up' },
  { value: 'error', label: 'Errors only' },
] as const;
