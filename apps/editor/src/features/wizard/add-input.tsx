import { Plus } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { INPUT_TYPES, type InputType, inputNameProblem, type NewInput } from '../../model/wizard/wizard-inputs.ts';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { NativeSelect } from '../../ui/native-select.tsx';

type AddInputProps = {
  readonly taken: readonly string[];
  readonly onAdd: (input: NewInput) => void;
};

/** Declares another input. */
export function AddInput(props: AddInputProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <AddInputForm {...props} onClose={() => setOpen(false)} />;
  return (
    <Button icon={<Plus size={14} aria-hidden />} className="self-start" onClick={() => setOpen(true)}>
      Add input
    </Button>
  );
}

function AddInputForm({ taken, onAdd, onClose }: AddInputProps & { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('');
  const [type, setType] = useState<InputType>('string');
  const [isRequired, setRequired] = useState(false);
  const [wasTried, setTried] = useState(false);
  const problem = inputNameProblem(name, taken);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    onAdd({ name, type, isRequired });
    onClose();
  }

  return (
    <form
      aria-label="New input"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="flex flex-col gap-3 rounded-lg border border-line border-dashed p-4"
    >
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <FormField label="Name" problems={wasTried && problem !== undefined ? [problem] : []}>
          {(control) => (
            <input
              {...control}
              data-plain-field
              // biome-ignore lint/a11y/noAutofocus: the form was opened to type into it
              autoFocus
              value={name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Type">
          {(control) => (
            <NativeSelect {...control} value={type} onChange={(event) => setType(typeOf(event.target.value))}>
              {INPUT_TYPES.map((known) => (
                <option key={known}>{known}</option>
              ))}
            </NativeSelect>
          )}
        </FormField>
      </div>
      <label className="flex items-center gap-2 text-xs">
        <input type="checkbox" checked={isRequired} onChange={(event) => setRequired(event.target.checked)} />A run
        needs it
      </label>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Add
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

function typeOf(text: string): InputType {
  return INPUT_TYPES.find((type) => type === text) ?? 'string';
}
