import { ChevronRight, CircleX, Dot, GitBranch, Globe, MessageSquare, TriangleAlert, Workflow } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { EventTopic } from '../../model/runs/event-sentence.ts';
import type { ToldEvent } from '../../model/runs/find-events.ts';
import { classNames } from '../../ui/class-names.ts';
import { JsonTree } from '../../ui/json-tree.tsx';
import { Sentence } from './sentence.tsx';

type LineProps = {
  readonly told: ToldEvent;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
};

/** One event in words: when, how urgent, what; opened, the event itself. */
export const JournalLine = memo(function JournalLine({ told, isOpen, onToggle }: LineProps): ReactNode {
  const { event, sentence } = told;
  const exact = `${EXACT_TIME.format(new Date(event.at))}, event ${event.seq}: ${event.type}`;
  return (
    <div className={classNames('border-transparent border-l-2', LEDGES[sentence.level])}>
      <div className="flex min-h-6 items-start gap-2 pr-4 pl-2 leading-6 hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`Event ${event.seq}, ${event.type}`}
          className="my-1 grid size-4 shrink-0 place-items-center rounded-sm text-faint hover:text-ink"
          onClick={() => onToggle(event.seq)}
        >
          <ChevronRight size={12} className={classNames('transition-transform', isOpen && 'rotate-90')} />
        </button>
        <time
          dateTime={event.at}
          title={exact}
          className="tabular w-17 shrink-0 text-right text-faint text-xs leading-6"
        >
          {toRelativeTime(event.t)}
        </time>
        <span className="my-1.25 shrink-0">{markOf(sentence.level, sentence.topic)}</span>
        <p className={classNames('min-w-0 flex-1 break-words', sentence.level === 'debug' && 'text-muted')}>
          <Sentence parts={sentence.parts} isQuiet />
        </p>
      </div>
      {isOpen && (
        <div className="pr-4 pb-2 pl-26">
          <JsonTree label={`Event ${event.seq}`} value={event} />
        </div>
      )}
    </div>
  );
});

const EXACT_TIME = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

const LEDGES = {
  debug: '',
  info: '',
  warning: 'border-recovered',
  error: 'border-failed bg-failed/5',
} as const;

function markOf(level: ToldEvent['sentence']['level'], topic: EventTopic): ReactNode {
  if (level === 'error') return <CircleX size={14} aria-label="Error" className="text-failed" />;
  if (level === 'warning') return <TriangleAlert size={14} aria-label="Warning" className="text-recovered" />;
  const Mark = MARKS[topic];
  return <Mark size={14} aria-hidden className="text-faint" />;
}

const MARKS = {
  run: Workflow,
  stage: Dot,
  decision: GitBranch,
  request: Globe,
  message: MessageSquare,
} as const satisfies Record<EventTopic, unknown>;

/** Since the run was queued: `+8.120`, `+1:02.340`, `+1:04:07.250`; all digits line up. */
function toRelativeTime(t: number): string {
  const whole = Math.round(t);
  const seconds = ((whole % 60_000) / 1_000).toFixed(3);
  const minutes = Math.floor(whole / 60_000);
  if (minutes === 0) return `+${seconds}`;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `+${minutes}:${seconds.padStart(6, '0')}`;
  return `+${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds.padStart(6, '0')}`;
}
