import { type Timeline, type TimelineRow, toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { toTickStep, toTickText } from '../../model/timeline/time-ticks.ts';
import { classNames } from '../../ui/class-names.ts';

/** The course of a simulated run: a row per stage that ran, a bar per attempt, waits hatched. */
export function SimulatedTimeline({ timeline }: { readonly timeline: Timeline }): ReactNode {
  const endMs = Math.max(1, timeline.endMs ?? timeline.lastMs);
  const rows = timeline.rows.filter(({ segments }) => segments.length > 0);
  const stepMs = toTickStep(WIDTH_PX / endMs, LEAST_TICK_PX);
  const ticks = Array.from({ length: Math.floor(endMs / stepMs) + 1 }, (_, index) => index * stepMs);
  return (
    <section
      aria-label="Timeline of the dry run"
      className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface"
    >
      <h3 className="border-line border-b px-4 py-2 font-medium text-xs">
        Timeline <span className="font-normal text-faint">simulated</span>
      </h3>
      <div className="px-4 py-3">
        <div aria-hidden className="relative mb-1 ml-44 h-4 max-sm:ml-32">
          {ticks.map((ms) => (
            <span
              key={ms}
              className="tabular absolute top-0 -translate-x-1/2 whitespace-nowrap text-2xs text-faint first:translate-x-0"
              style={{ left: percent(ms, endMs) }}
            >
              {toTickText(ms, stepMs)}
            </span>
          ))}
        </div>
        <ol className="flex flex-col">
          {rows.map((row) => (
            <Row key={row.key} row={row} endMs={endMs} />
          ))}
        </ol>
      </div>
    </section>
  );
}

/** About as wide as the bars have room, and as far apart as two ticks must be. */
const WIDTH_PX = 640;
const LEAST_TICK_PX = 64;

function Row({ row, endMs }: { readonly row: TimelineRow; readonly endMs: number }): ReactNode {
  const tookMs = (row.endMs ?? endMs) - row.startMs;
  const text = `${row.key}: ${row.isHandled ? 'failed, handled' : row.status}, ${toDurationText(tookMs)}`;
  return (
    <li className="flex h-5 items-center" title={text}>
      <span className="w-44 shrink-0 truncate pr-2 text-xs max-sm:w-32">{row.key}</span>
      <span className="sr-only">{text}</span>
      <span aria-hidden className="relative h-full min-w-0 flex-1 border-line/60 border-l">
        {row.segments.map((segment) => (
          <span
            key={`${segment.kind} ${segment.startMs} ${segment.attempt}`}
            className={classNames(
              'absolute top-1.5 h-2 min-w-0.75 rounded-[2px]',
              segment.kind === 'wait' ? WAIT : (TONES[toneOf(row, segment.status)] ?? 'bg-edge'),
              BLOCKS.has(row.component) && 'bg-transparent! border border-edge',
            )}
            style={{
              left: percent(segment.startMs, endMs),
              width: percent((segment.endMs ?? endMs) - segment.startMs, endMs),
            }}
          />
        ))}
      </span>
    </li>
  );
}

function toneOf(row: TimelineRow, status: string): string {
  return status === 'failed' && (row.isHandled || row.isTolerated) ? 'handled' : status;
}

const TONES: Readonly<Record<string, string>> = {
  succeeded: 'bg-succeeded',
  failed: 'bg-failed',
  handled: 'bg-recovered',
  retried: 'bg-edge',
  cancelled: 'bg-skipped',
};

/** What holds other stages is drawn as a frame: the work is theirs. */
const BLOCKS = new Set(['trycatch', 'foreach', 'subpipeline']);

const WAIT =
  'text-waiting/55 border-y border-current bg-[repeating-linear-gradient(135deg,currentColor_0_1px,transparent_1px_5px)]';

function percent(ms: number, wholeMs: number): string {
  return `${(ms / wholeMs) * 100}%`;
}
