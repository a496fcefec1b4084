import type { ReactNode } from 'react';
import type { FieldPlace } from '../../../model/fields/field-place.ts';

/** A part of the inspector under a heading. */
export function Section(props: {
  readonly title: string;
  /** The value that all of it is about: what is found there and in none of its fields leads to the first of them. */
  readonly path?: FieldPlace['path'];
  /** Stands at the right of the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section
      aria-label={props.title}
      data-path={props.path && JSON.stringify(props.path)}
      className="border-line border-t px-4 pt-2 pb-3"
    >
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-semibold text-sm">{props.title}</h3>
        {props.aside}
      </div>
      <div className="mt-1 flex flex-col gap-3">{props.children}</div>
    </section>
  );
}
