import type { ReactNode } from 'react';

type ArmChoiceProps = {
  readonly stageId: string;
  readonly arms: readonly string[];
  /** Undefined for a plain dependency. */
  readonly arm: string | undefined;
  readonly onChoose: (arm: string | undefined) => void;
};

/** Which outcome of a stage a line starts from, or none of them. */
export function ArmChoice({ stageId, arms, arm, onChoose }: ArmChoiceProps): ReactNode {
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5 border-line border-b px-4 py-2">
      <legend className="sr-only">Outcome of {stageId}</legend>
      {[...arms, undefined].map((name) => (
        <label
          key={name ?? ''}
          className="flex h-6 items-center rounded-md border border-line px-2 text-muted text-xs transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="arm"
            className="sr-only"
            checked={name === arm}
            onChange={() => onChoose(name)}
            // The list would take the arrows and Enter for itself.
            onKeyDown={(event) => event.stopPropagation()}
          />
          {name ?? 'After it'}
        </label>
      ))}
    </fieldset>
  );
}
