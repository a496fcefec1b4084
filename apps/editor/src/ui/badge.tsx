import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** The tones that a badge can have; the colour is that of the theme's variable with the same name. */
export type Tone = 'neutral' | 'accent' | 'running' | 'waiting' | 'succeeded' | 'recovered' | 'failed' | 'skipped';

/** A small label with a tinted ground. `icon` stands before the words, so that colour is never the only sign. */
export function Badge(props: {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const tone = props.tone ?? 'neutral';
  return (
    <span
      className={classNames(
        'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-2xs',
        TONES[tone],
        props.className,
      )}
    >
      {props.icon}
      {props.children}
    </span>
  );
}

const TONES: Record<Tone, string> = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-strong',
  running: 'bg-running/10 text-running',
  waiting: 'bg-waiting/10 text-waiting',
  succeeded: 'bg-succeeded/10 text-succeeded',
  recovered: 'bg-recovered/10 text-recovered',
  failed: 'bg-failed/10 text-failed',
  skipped: 'bg-hover text-muted',
};
