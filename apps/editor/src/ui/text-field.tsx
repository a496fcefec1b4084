import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

type TextFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Stands under the field while there is no problem. */
  readonly help?: string;
  /** What is wrong with the value; the field is then marked and the text is read out. */
  readonly problem?: string;
  /** Fixed text behind the value. */
  readonly suffix?: string;
  readonly isMono?: boolean;
  readonly placeholder?: string;
  /** In a dialog, where the focus starts. */
  readonly hasFirstFocus?: boolean;
};

/** One line of text with its label. The browser's own undo holds in it, not that of a document. */
export function TextField({ label, value, onChange, help, problem, ...rest }: TextFieldProps): ReactNode {
  const id = useId();
  const below = problem ?? help;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        {label}
      </label>
      <div
        className={classNames(
          'flex h-8 items-center rounded-md border bg-surface px-2.5 transition-colors',
          problem === undefined ? 'border-line focus-within:border-accent' : 'border-failed',
        )}
      >
        <input
          id={id}
          data-plain-field
          data-autofocus={rest.hasFirstFocus ? '' : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder={rest.placeholder}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={below === undefined ? undefined : `${id}-below`}
          className={classNames(
            'min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint',
            rest.isMono && 'font-mono text-xs',
          )}
        />
        {rest.suffix !== undefined && <span className="font-mono text-faint text-xs">{rest.suffix}</span>}
      </div>
      {below !== undefined && (
        <p
          id={`${id}-below`}
          aria-live="polite"
          className={classNames('text-xs', problem ? 'text-failed' : 'text-faint')}
        >
          {below}
        </p>
      )}
    </div>
  );
}
