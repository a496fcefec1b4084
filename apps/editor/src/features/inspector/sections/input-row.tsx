import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { ChevronDown, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { plainField } from '../../../model/fields/config-form.ts';
import { JSON_FORMAT, TEXT_FORMAT } from '../../../model/fields/field-format.ts';
import {
  INPUT_TYPES,
  type InputField,
  withInputRenamed,
  withoutInput,
  withRequired,
} from '../../../model/fields/input-fields.ts';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { CodeConfigField } from '../fields/code-config-field.tsx';
import { NameInput } from '../fields/name-input.tsx';
import { TypedField } from '../fields/typed-field.tsx';
import { useEditedValue } from '../use-edited-value.ts';

interface InputRowProps {
  readonly field: InputField;
  /** From 1. */
  readonly position: number;
  readonly names: readonly string[];
}

/** One declared input: name, type and whether it must be given; the rest unfolds. */
export function InputRow({ field, position, names }: InputRowProps): ReactNode {
  const { name } = field;
  const schema = useEditedValue(SCHEMA_PATH);
  const chosenType = useEditedValue(['input_schema', 'properties', name, 'type']);
  const required = useEditedValue(REQUIRED_PATH);
  const [isOpen, setOpen] = useState(false);
  const type = typeof chosenType.value === 'string' ? chosenType.value : field.type;
  const isRequired = Array.isArray(required.value) ? required.value.includes(name) : field.isRequired;
  const fault = schema.fault ?? chosenType.fault ?? required.fault;
  function rename(to: string): string | undefined {
    if (names.includes(to)) return `There is a “${to}” already.`;
    schema.update((present) => (isJsonObject(present) ? withInputRenamed(present, name, to) : present));
    return undefined;
  }
  return (
    <section aria-label={`Input ${name}`} className="w-full rounded-md border border-line p-1.5">
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <NameInput label={`Input ${position} name`} value={name} onRename={rename} />
        </div>
        <Select
          label={`Type of ${name}`}
          value={type ?? OTHER}
          isCompact
          options={[
            ...INPUT_TYPES.map((each) => ({ value: each as string, label: each as string })),
            ...(type !== undefined && INPUT_TYPES.some((each) => each === type)
              ? []
              : [{ value: type ?? OTHER, label: type ?? OTHER }]),
          ]}
          onChange={(next) => {
            if (next !== OTHER) chosenType.write(next);
          }}
        />
        <IconButton
          label={`More about ${name}`}
          className="w-6"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronDown size={13} className={classNames('transition-transform', isOpen && 'rotate-180')} />
        </IconButton>
        <IconButton
          label={`Remove input ${name}`}
          className="w-6"
          onClick={() => schema.update((present) => (isJsonObject(present) ? withoutInput(present, name) : present))}
        >
          <X size={13} />
        </IconButton>
      </div>
      <label className="mt-1 flex items-center gap-2 text-xs">
        <input
          type="checkbox"
          checked={isRequired}
          aria-label={`${name} is required`}
          onChange={({ target }) => required.update((present) => withRequired(present, name, target.checked))}
          className="size-3.5 accent-accent-solid"
        />
        Required
      </label>
      {fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {fault}
        </p>
      )}
      {isOpen && <InputDetails name={name} />}
    </section>
  );
}

const SCHEMA_PATH = ['input_schema'] as const;
const REQUIRED_PATH = ['input_schema', 'required'] as const;
const OTHER = 'as in JSON';

function InputDetails({ name }: { readonly name: string }): ReactNode {
  const paths = useMemo(() => {
    const at = (key: string) => ['input_schema', 'properties', name, key] as const;
    return { title: at('title'), description: at('description'), usual: at('default'), choices: at('enum') };
  }, [name]);
  return (
    <div className="mt-1 flex flex-col gap-2 border-line border-t pt-1">
      <TypedField path={paths.title} field={TITLE} format={TEXT_FORMAT} unit="" />
      <TypedField path={paths.description} field={DESCRIPTION} format={TEXT_FORMAT} unit="" />
      <CodeConfigField path={paths.usual} field={DEFAULT} format={LITERAL_FORMAT} />
      <CodeConfigField path={paths.choices} field={CHOICES} format={JSON_FORMAT} />
    </div>
  );
}

/** JSON; what is none is the text that it says, because most defaults are texts. */
const LITERAL_FORMAT = {
  format: (value: Json | undefined) => (typeof value === 'string' ? value : JSON_FORMAT.format(value)),
  parse(text: string) {
    const read = JSON_FORMAT.parse(text);
    return 'fault' in read ? { value: text } : read;
  },
};

const TITLE = plainField('title', { title: 'Title', description: 'What forms call it.' });
const DESCRIPTION = plainField('description', {
  title: 'Description',
  description: 'What it is, for whoever fills it in.',
});
const DEFAULT = plainField('default', { title: 'Default', description: 'Filled in when it is not given.' });
const CHOICES = plainField('enum', {
  title: 'Choices',
  description: 'A list of the only values that it may have.',
  placeholder: '["staging", "production"]',
  control: { kind: 'json' },
});
