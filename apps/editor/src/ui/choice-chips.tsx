import { type ReactNode, useId } from 'react';

type Chip<Value> = { readonly value: Value; readonly label: string };

/** One of a few things, side by side: radio buttons that look like chips. Arrows walk between them. */
export function ChoiceChips<Value>(props: {
  /** Names the group for those who cannot see what it stands at. */
  readonly legend: string;
  readonly chips: readonly Chip<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  const { legend, chips, chosen, onChoose } = props;
  const name = useId();
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{legend}</legend>
      {chips.map(({ value, label }) => (
        <label
          key={label}
          className="flex h-6 items-center rounded-md border border-line px-2 text-muted text-xs transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={value === chosen}
            onChange={() => onChoose(value)}
            // A list around it would take the arrows and Enter for itself.
            onKeyDown={(event) => event.stopPropagation()}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
