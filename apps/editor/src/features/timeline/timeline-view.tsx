import { criticalPath, type Timeline } from '@flowmason/pipeline-schema';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { findQueueStarts } from '../../model/timeline/queue-starts.ts';
import { createTimeAxis, FOLD_PX, findIdleStretches } from '../../model/timeline/time-axis.ts';
import { type TimelineLine, toTimelineLines } from '../../model/timeline/timeline-lines.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useMedia } from '../../ui/use-media.ts';
import { BarTip } from './bar-tip.tsx';
import { Crosshair } from './crosshair.tsx';
import { LEFT_OF_NOW } from './place-style.ts';
import { AxisGrid, TimeAxisBar } from './time-axis-bar.tsx';
import { TimelineControls } from './timeline-controls.tsx';
import { TimelineRowView } from './timeline-row.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useTimelineScale } from './use-timeline-scale.ts';
import { useZoomWheel } from './use-zoom-wheel.ts';

const ROW_PX = 24;
const AXIS_PX = 28;

/** The timeline of a run that has begun. Only rows in view are in the page; time is laid out by CSS variables. */
export function TimelineView(props: { readonly opened: OpenedPipeline; readonly timeline: Timeline }): ReactNode {
  const { opened, timeline } = props;
  const { graph, cards } = opened;
  const isNarrow = useMedia('(max-width: 640px)');
  const labelPx = isNarrow ? 152 : 272;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [isFolding, setFolding] = useState(true);
  const [isFollowing, setFollowing] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const selectedKey = useEditorStore((state) => state.selectedInstance ?? state.selectedStageId);
  const isLive = timeline.endMs === null;

  const axis = useStableAxis(timeline, isFolding);
  const lines = useMemo(() => toTimelineLines(timeline, graph, toggled), [timeline, graph, toggled]);
  const critical = useMemo(() => new Set(criticalPath(timeline, graph).map(({ key }) => key)), [timeline, graph]);
  const ready = useMemo(() => findQueueStarts(timeline, graph), [timeline, graph]);
  const maxAttempts = useMemo(() => new Map(cards.map(({ id, maxAttempts: most }) => [id, most])), [cards]);

  const scale = useTimelineScale({ scroller, labelPx, timeline, axis, isFollowing });
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.key ?? index,
    paddingStart: AXIS_PX,
    scrollPaddingStart: AXIS_PX,
    paddingEnd: 8,
    overscan: 8,
  });
  const toggle = useCallback((key: string) => setToggled((before) => withToggled(before, key)), []);
  const open = useCallback((line: TimelineLine, attempt?: number) => {
    if (line.kind !== 'stage') return;
    const { stageId, key } = line.row;
    useEditorStore.getState().selectStage(stageId, key === stageId ? undefined : key, attempt);
  }, []);
  const keys = useRowKeys({ lines, scale, scroller, onToggle: toggle, scrollTo: (index) => rows.scrollToIndex(index) });
  useZoomWheel(scroller, labelPx, scale.zoomBy);
  useNewestInView({ isOn: isFollowing && isLive, lines, scrollTo: (index) => rows.scrollToIndex(index) });

  return (
    <div className="relative h-full">
      <section
        ref={scroller}
        aria-label="Timeline"
        className="h-full overflow-auto overscroll-contain [scrollbar-gutter:stable]"
        onScroll={scale.refresh}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <div
          className="relative"
          style={{
            height: rows.getTotalSize(),
            minWidth: `calc(${labelPx + 72 + axis.folds.length * FOLD_PX}px + var(--ms) * var(--span-ms))`,
          }}
        >
          <div className="sticky top-0 z-3 flex border-line border-b bg-surface" style={{ height: AXIS_PX }}>
            <div
              className="sticky left-0 z-2 flex shrink-0 items-center border-line border-r bg-surface"
              style={{ width: labelPx }}
            >
              <TimelineControls
                scale={scale}
                isLive={isLive}
                isFollowing={isFollowing}
                onFollow={setFollowing}
                foldCount={axis.folds.length}
                isFolding={isFolding}
                onFold={setFolding}
              />
            </div>
            <div className="relative min-w-0 flex-1 overflow-hidden">
              <TimeAxisBar axis={axis} ticks={scale.ticks} />
            </div>
          </div>
          <div className="absolute right-0 bottom-0 overflow-hidden" style={{ left: labelPx, top: AXIS_PX }}>
            <AxisGrid axis={axis} ticks={scale.ticks} />
            {isLive && (
              <span
                aria-hidden
                data-now=""
                className="absolute inset-y-0 w-px bg-running"
                style={{ left: LEFT_OF_NOW }}
              />
            )}
          </div>
          <ol aria-label="Stages in the order in which they started">
            {rows.getVirtualItems().map(({ index, start, key }) => {
              const line = lines[index];
              return (
                line && (
                  <TimelineRowView
                    key={key}
                    topPx={start}
                    heightPx={ROW_PX}
                    line={line}
                    axis={axis}
                    leastMs={scale.ticks.stepMs / 80}
                    labelPx={labelPx}
                    maxAttempts={line.kind === 'stage' ? maxAttempts.get(line.row.stageId) : undefined}
                    readyMs={ready.get(line.key)}
                    queuedAtMs={timeline.queuedAtMs}
                    isCritical={critical.has(line.key)}
                    isSelected={line.key === selectedKey}
                    isTabStop={index === keys.tabStop}
                    index={index}
                    count={lines.length}
                    onOpen={open}
                    onToggle={toggle}
                  />
                )
              );
            })}
          </ol>
        </div>
      </section>
      <Crosshair scroller={scroller} labelPx={labelPx} axisPx={AXIS_PX} axis={axis} scale={scale} timeline={timeline} />
      <BarTip
        scroller={scroller}
        lines={lines}
        leastMs={scale.ticks.stepMs / 80}
        timeline={timeline}
        critical={critical}
      />
    </div>
  );
}

/** The axis, the same object for as long as the same stretches are folded: bars are only laid out anew when that changes. */
function useStableAxis(timeline: Timeline, isFolding: boolean) {
  const folds = isFolding ? findIdleStretches(timeline) : [];
  const signature = folds.map(({ startMs, endMs }) => `${startMs}-${endMs}`).join(' ');
  return useMemo(() => createTimeAxis(folds), [signature]);
}

/** While following, the stage that started last is scrolled into view whenever another one starts. */
function useNewestInView(input: {
  readonly isOn: boolean;
  readonly lines: readonly TimelineLine[];
  readonly scrollTo: (index: number) => void;
}): void {
  const newest = newestIndex(input.lines);
  const key = newest === undefined ? undefined : input.lines[newest]?.key;
  const latest = useRef(input);
  latest.current = input;
  const { isOn } = input;
  useEffect(() => {
    if (!isOn || newest === undefined || key === undefined) return;
    // A run that is over arrives in a few pieces, and is not to be scrolled through while it does.
    const timer = setTimeout(() => latest.current.scrollTo(newest), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isOn, newest, key]);
}

const SETTLE_MS = 150;

function newestIndex(lines: readonly TimelineLine[]): number | undefined {
  let newest: { readonly index: number; readonly seq: number } | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'stage' || line.row.segments.length === 0) continue;
    if (!newest || line.row.startSeq > newest.seq) newest = { index, seq: line.row.startSeq };
  }
  return newest?.index;
}

function withToggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(key)) after.add(key);
  return after;
}
