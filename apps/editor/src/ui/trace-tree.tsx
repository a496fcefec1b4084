import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';

/** One part of a calculation with the value that it had. */
interface Trace {
  readonly text: string;
  readonly value: unknown;
  /** Set when it could not be worked out. */
  readonly error?: string | undefined;
  readonly children: readonly Trace[];
}

/** An expression taken apart: each part with the value that it had, red where it could not be worked out. */
export function TraceTree({ trace }: { readonly trace: Trace }): ReactNode {
  return (
    <ul className="font-mono text-xs [font-variant-ligatures:none]">
      <TraceNode trace={trace} />
    </ul>
  );
}

function TraceNode({ trace }: { readonly trace: Trace }): ReactNode {
  const { text, error, children } = trace;
  return (
    <li>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 break-words text-muted">{text}</span>
        <span aria-hidden className="text-faint">
          →
        </span>
        <TraceValue trace={trace} />
      </div>
      {error !== undefined && !children.some((child) => child.error !== undefined) && (
        <p className="break-words font-sans text-failed text-xs">{error}</p>
      )}
      {children.length > 0 && (
        <ul className="ml-1 border-line border-l pl-3">
          {children.map((child, index) => (
            <TraceNode key={`${index} ${child.text}`} trace={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function TraceValue({ trace }: { readonly trace: Trace }): ReactNode {
  const [isFull, setFull] = useState(false);
  if (trace.error !== undefined) return <span className="font-semibold text-failed">error</span>;
  const text = JSON.stringify(trace.value) ?? 'undefined';
  const isLong = text.length > LONGEST;
  return (
    <span className={classNames('min-w-0 break-all font-medium', colourOf(trace.value))}>
      {isLong && !isFull ? `${text.slice(0, LONGEST)}…` : text}
      {isLong && (
        <button
          type="button"
          className="ml-1 font-sans text-accent-strong hover:underline"
          onClick={() => setFull(!isFull)}
        >
          {isFull ? 'less' : 'all'}
        </button>
      )}
    </span>
  );
}

const LONGEST = 120;

function colourOf(value: unknown): string {
  if (value === true) return 'text-succeeded';
  if (value === false) return 'text-recovered';
  return typeof value === 'string' ? 'text-tint-data' : 'text-tint-control';
}
