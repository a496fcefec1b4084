import type { ReactNode } from 'react';

/** A part of the inspector under a heading. */
export function Section(props: {
  readonly title: string;
  /** Stands at the right of the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={props.title} className="border-line border-t px-4 pt-2 pb-3">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-semibold text-sm">{props.title}</h3>
        {props.aside}
      </div>
      <div className="mt-1 flex flex-col gap-3">{props.children}</div>
    </section>
  );
}
