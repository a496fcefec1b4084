import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A message in the flow of a page: what happened, and what to do. Errors are announced at once. */
export function Callout(props: {
  readonly tone: 'error' | 'warning' | 'info';
  readonly icon: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div
      role={props.tone === 'error' ? 'alert' : 'status'}
      className={classNames(
        'flex items-start gap-2 rounded-lg border px-3 py-2 text-sm [&>svg]:mt-0.5 [&>svg]:shrink-0',
        props.tone === 'error' && 'border-failed/30 bg-failed/8 [&>svg]:text-failed',
        props.tone === 'warning' && 'border-recovered/30 bg-recovered/8 [&>svg]:text-recovered',
        props.tone === 'info' && 'border-line bg-sunken [&>svg]:text-muted',
        props.className,
      )}
    >
      {props.icon}
      <div className="min-w-0 flex-1 break-words">{props.children}</div>
    </div>
  );
}
