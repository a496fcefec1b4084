import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Says why there is nothing to see, and what to do about it. */
export function EmptyState(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <div
      className={classNames(
        'flex h-full flex-col items-center justify-center gap-1 px-6 py-8 text-center',
        props.className,
      )}
    >
      <div className="mb-2 text-faint" aria-hidden>
        {props.icon}
      </div>
      <p className="font-medium">{props.title}</p>
      {props.children !== undefined && <div className="max-w-100 text-muted">{props.children}</div>}
      {props.action !== undefined && <div className="mt-3">{props.action}</div>}
    </div>
  );
}
