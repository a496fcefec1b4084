import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';

/** One value of the document that stands in several places, to be changed in all of them at once. */
export function EditableValue(props: {
  /** Says where it stands, too. */
  readonly label: string;
  readonly value: string;
  readonly warning?: string | undefined;
  readonly problemOf: (value: string) => string | undefined;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { label, value, warning, problemOf, onChange } = props;
  const [typed, setTyped] = useState(value);
  const isChanged = typed !== value;
  const problem = isChanged ? problemOf(typed) : undefined;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isChanged && problem === undefined) onChange(typed);
  }

  return (
    <form onSubmit={submit} className="flex items-start gap-2 px-4 py-3">
      <div className="min-w-0 flex-1">
        <FormField
          label={label}
          problems={[problem, isChanged ? undefined : warning].filter((text) => text !== undefined)}
        >
          {(control) => (
            <input
              {...control}
              data-plain-field
              value={typed}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => event.key === 'Escape' && setTyped(value)}
            />
          )}
        </FormField>
      </div>
      <Button type="submit" className="mt-7 h-8" disabled={!isChanged || problem !== undefined}>
        Replace
      </Button>
    </form>
  );
}
