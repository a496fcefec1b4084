import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { FormField } from './form-field.tsx';
import { useTypedText } from './use-typed-text.ts';

type JsonFieldProps = {
  readonly label: string;
  /** Undefined shows an empty field. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly isRequired?: boolean;
  readonly description?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly problems?: readonly string[];
  readonly rows?: number;
  readonly action?: ReactNode;
};

/** A value as JSON text. Text that is not JSON (yet) stays in the field and is told, and the value stays as it was. */
export function JsonField(props: JsonFieldProps): ReactNode {
  const { value, onChange, problems = [], rows = 4 } = props;
  const [text, keep] = useTypedText(toText(value));
  const failure = faultOf(text);

  function change(next: string): void {
    const reading = read(next);
    const isRead = reading.fault === undefined;
    keep(next, isRead ? toText(reading.value) : undefined);
    if (isRead) onChange(reading.value);
  }

  return (
    <FormField
      label={props.label}
      isRequired={props.isRequired ?? false}
      description={props.description}
      problems={failure === undefined ? problems : [failure]}
      action={props.action}
    >
      {({ className, ...control }) => (
        <textarea
          {...control}
          value={text}
          onChange={(event) => change(event.target.value)}
          placeholder={props.placeholder}
          spellCheck={false}
          rows={Math.min(14, Math.max(rows, text.split('\n').length))}
          className={classNames(className, 'resize-y font-mono text-xs')}
        />
      )}
    </FormField>
  );
}

function toText(value: unknown): string {
  return value === undefined ? '' : (JSON.stringify(value, null, 2) ?? '');
}

function faultOf(text: string): string | undefined {
  return read(text).fault;
}

function read(text: string): { readonly value: unknown; readonly fault?: string } {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { value: undefined, fault: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
