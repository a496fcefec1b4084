import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

type StatusMarkProps = {
  readonly icon: string;
  readonly tone: Tone;
  /** The status in words; read out, because the mark itself only shows an icon. */
  readonly label: string;
  readonly size?: number;
  readonly isSpinning?: boolean;
};

/** The status of something as an icon in its colour. */
export function StatusMark({ icon, tone, label, size = 16, isSpinning = false }: StatusMarkProps): ReactNode {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={classNames('inline-grid shrink-0 place-items-center', TEXT_TONES[tone])}
    >
      <Icon name={icon} size={size} strokeWidth={2} className={classNames(isSpinning && 'animate-spin-slow')} />
    </span>
  );
}

/** The text colour of each tone. */
export const TEXT_TONES: Record<Tone, string> = {
  neutral: 'text-faint',
  accent: 'text-accent',
  running: 'text-running',
  waiting: 'text-waiting',
  succeeded: 'text-succeeded',
  recovered: 'text-recovered',
  failed: 'text-failed',
  skipped: 'text-skipped',
};
