import { type TimelineRow, toDurationText } from '@flowmason/pipeline-schema';
import { ChevronRight } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { toRowLook } from '../../model/runs/status-look.ts';
import type { TimeAxis } from '../../model/timeline/time-axis.ts';
import type { TimelineLine } from '../../model/timeline/timeline-lines.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRunTimeAt } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { toLineText } from './line-text.ts';
import { RowLane } from './row-lane.tsx';

type RowProps = {
  readonly topPx: number;
  readonly heightPx: number;
  readonly line: TimelineLine;
  readonly axis: TimeAxis;
  readonly leastMs: number;
  readonly labelPx: number;
  /** All attempts that the stage may take; undefined without a retry. */
  readonly maxAttempts: number | undefined;
  /** When the stage could have started; undefined when that is not known. */
  readonly readyMs: number | undefined;
  readonly queuedAtMs: number;
  readonly isCritical: boolean;
  readonly isSelected: boolean;
  /** The one row that the Tab key reaches; the arrow keys move it. */
  readonly isTabStop: boolean;
  readonly index: number;
  readonly count: number;
  readonly onOpen: (line: TimelineLine, attempt?: number) => void;
  readonly onToggle: (key: string) => void;
};

/** One line of the timeline: what it is at the left, when it worked and waited at the right. */
export const TimelineRowView = memo(function TimelineRowView(props: RowProps): ReactNode {
  const { line, labelPx, isSelected, onOpen } = props;
  return (
    <li
      aria-posinset={props.index + 1}
      aria-setsize={props.count}
      data-line={line.key}
      style={{ top: props.topPx, height: props.heightPx }}
      className={classNames(
        'group/row contain-strict absolute inset-x-0 flex',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <div
        className={classNames(
          'sticky left-0 z-2 flex h-full shrink-0 items-center border-line border-r bg-surface',
          'before:absolute before:inset-0',
          isSelected ? 'before:bg-accent-soft' : 'group-hover/row:before:bg-hover',
        )}
        style={{ width: labelPx }}
      >
        <RowLabel {...props} />
      </div>
      {line.kind !== 'skipped' && (
        <RowLane
          line={line}
          axis={props.axis}
          leastMs={props.leastMs}
          readyMs={props.readyMs}
          isCritical={props.isCritical}
          onOpen={(attempt) => onOpen(line, attempt)}
        />
      )}
    </li>
  );
});

function RowLabel(props: RowProps): ReactNode {
  const { line, onToggle, onOpen } = props;
  const isOpen = line.isOpen;
  return (
    <button
      type="button"
      data-row-button={line.key}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-current={props.isSelected ? 'true' : undefined}
      {...(isOpen !== undefined && { 'aria-expanded': isOpen })}
      className="relative flex h-full w-full min-w-0 items-center gap-1.5 pr-2 text-left text-xs -outline-offset-2"
      style={{ paddingLeft: 8 + line.depth * 14 }}
      onClick={() => (line.kind === 'stage' ? onOpen(line) : onToggle(line.key))}
    >
      <span className="sr-only">{toLineText(line, props.maxAttempts)}</span>
      {isOpen === undefined ? (
        <span className="w-3 shrink-0" />
      ) : (
        <span
          aria-hidden
          className="-my-1 grid size-5 -mx-1 shrink-0 place-items-center rounded-sm text-faint hover:text-ink"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(line.key);
          }}
        >
          <ChevronRight size={12} className={classNames('transition-transform', isOpen && 'rotate-90')} />
        </span>
      )}
      <span aria-hidden className="flex min-w-0 flex-1 items-center gap-1.5">
        <LabelText {...props} />
      </span>
    </button>
  );
}

function LabelText({ line, maxAttempts, queuedAtMs, labelPx }: RowProps): ReactNode {
  const isHeld = useEditorStore(({ run }) => run?.held !== undefined);
  if (line.kind === 'skipped') return <span className="text-muted">{line.count} skipped</span>;
  if (line.kind === 'iteration') {
    return <span className="truncate font-mono text-2xs text-muted">{line.key.slice(line.key.lastIndexOf('['))}</span>;
  }
  const { row } = line;
  const look = toRowLook(row);
  const isSpinning = row.status === 'running' && !isHeld;
  return (
    <>
      <StatusMark icon={look.icon} tone={look.tone} label={look.word} size={13} isSpinning={isSpinning} />
      <span className={classNames('min-w-0 flex-1 truncate', row.status === 'skipped' && 'text-muted')} title={row.key}>
        {row.stageId}
      </span>
      {(row.attempts > 1 || (maxAttempts !== undefined && row.attempts > 0 && row.endMs === null)) && (
        <span className="tabular shrink-0 text-2xs text-muted">
          {row.attempts}
          {maxAttempts !== undefined && `/${maxAttempts}`}
        </span>
      )}
      <span
        className={classNames('tabular w-13 shrink-0 text-right text-2xs text-faint', labelPx < ROOMY_PX && 'hidden')}
      >
        {row.endMs === null ? (
          <Elapsed row={row} queuedAtMs={queuedAtMs} />
        ) : (
          row.segments.length > 0 && toDurationText(row.endMs - row.startMs)
        )}
      </span>
    </>
  );
}

/** On a narrow screen the name of a stage needs the room; the bar says how long. */
const ROOMY_PX = 200;

function Elapsed({ row, queuedAtMs }: { readonly row: TimelineRow; readonly queuedAtMs: number }): ReactNode {
  const now = useRunTimeAt(useNow(true));
  return toDurationText(now - queuedAtMs - row.startMs);
}
