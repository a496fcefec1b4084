import type { ReactNode } from 'react';

/** A box to tick with its label beside it. */
export function Checkbox(props: {
  readonly id: string;
  readonly label: string;
  readonly isChecked: boolean;
  readonly describedBy?: string;
  readonly onChange: (isChecked: boolean) => void;
}): ReactNode {
  return (
    <>
      <input
        type="checkbox"
        id={props.id}
        checked={props.isChecked}
        aria-describedby={props.describedBy}
        onChange={({ target }) => props.onChange(target.checked)}
        className="size-3.5 shrink-0 rounded accent-accent-solid"
      />
      <label htmlFor={props.id} className="text-sm">
        {props.label}
      </label>
    </>
  );
}
