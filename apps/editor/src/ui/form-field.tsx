import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** What a control inside a `FormField` has to carry, so that its label, help and errors are read out with it. */
export interface FieldControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
  readonly className: string;
}

/** A label, a control, and below it what it is for and what is wrong with it. */
export function FormField(props: {
  readonly label: string;
  readonly isRequired?: boolean;
  readonly description?: string | undefined;
  readonly problems?: readonly string[];
  /** At the right of the label, such as a button that removes the field. */
  readonly action?: ReactNode;
  readonly children: (control: FieldControlProps) => ReactNode;
}): ReactNode {
  const { label, isRequired = false, description, problems = [] } = props;
  const id = useId();
  const isWrong = problems.length > 0;
  const described = [description !== undefined && `${id}-help`, isWrong && `${id}-problems`].filter(Boolean).join(' ');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="min-w-0 truncate font-medium text-xs">
          {label}
          {isRequired && <span className="ml-1 font-normal text-faint">required</span>}
        </label>
        {props.action}
      </div>
      {props.children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': isWrong,
        className: classNames(CONTROL, isWrong ? 'border-failed' : 'border-line hover:border-line-strong'),
      })}
      {isWrong && (
        <ul id={`${id}-problems`} className="text-failed text-xs">
          {problems.map((problem) => (
            <li key={problem} className="first-letter:uppercase">
              {problem}
            </li>
          ))}
        </ul>
      )}
      {description !== undefined && (
        <p id={`${id}-help`} className="text-faint text-xs">
          {description}
        </p>
      )}
    </div>
  );
}

const CONTROL =
  'min-h-8 w-full min-w-0 rounded-md border bg-surface px-2.5 py-1 text-sm outline-none transition-colors placeholder:text-faint focus:border-accent';
