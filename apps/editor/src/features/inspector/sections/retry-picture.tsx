import { type Stage, toDurationText } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { retryPicture } from '../../../model/fields/retry-picture.ts';

/** The attempts of a stage on a time axis, at their slowest. */
export function RetryPicture({ stage }: { readonly stage: Stage }): ReactNode {
  const picture = useMemo(() => retryPicture(stage), [stage]);
  const { attempts, totalMs, hasTimeout, summary } = picture;
  const place = (ms: number): number => (ms / totalMs) * WIDTH;
  return (
    <figure aria-label={`Attempts in time: ${summary}`}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full" aria-hidden="true">
        <line x1={0} x2={WIDTH} y1={BASE} y2={BASE} stroke="var(--line-strong)" strokeWidth={1} />
        {attempts.map(({ startMs, endMs }) => (
          <rect
            key={startMs}
            x={place(startMs)}
            y={BASE - BAR}
            width={Math.max(2, place(endMs) - place(startMs) - 0.5)}
            height={BAR}
            rx={1.5}
            fill="var(--accent)"
            opacity={hasTimeout ? 0.85 : 0.5}
          />
        ))}
      </svg>
      <div className="tabular mt-0.5 flex justify-between text-2xs text-faint">
        <span>0</span>
        <span>{hasTimeout || attempts.length > 1 ? toDurationText(totalMs) : ''}</span>
      </div>
      <figcaption className="text-muted text-xs">{summary.charAt(0).toUpperCase() + summary.slice(1)}</figcaption>
    </figure>
  );
}

const WIDTH = 320;
const HEIGHT = 22;
const BASE = 20;
const BAR = 12;
