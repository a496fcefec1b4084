import type { ReactNode } from 'react';
import { type FieldControlProps, FormField } from './form-field.tsx';
import { JsonField } from './json-field.tsx';
import { NativeSelect } from './native-select.tsx';
import { pointerOf, readNumber, type SchemaField, toSchemaFields, valueAt } from './schema-fields.ts';
import { useTypedText } from './use-typed-text.ts';

type SchemaFormProps = {
  /** A JSON Schema of an object; its properties become fields. */
  readonly schema: unknown;
  readonly value: unknown;
  /** What is wrong with the value, by JSON pointer. */
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
  /** A field was changed; undefined when it was emptied. */
  readonly onChange: (path: readonly string[], value: unknown) => void;
  /** What stands at the right of a field's label, for fields at the top. */
  readonly actionFor?: (path: readonly string[]) => ReactNode;
};

/** A form for a value that is described by a JSON Schema. What is typed is the value, right or wrong. */
export function SchemaForm(props: SchemaFormProps): ReactNode {
  return (
    <div className="flex flex-col gap-5">
      {toSchemaFields(props.schema).map((field) => (
        <SchemaFieldView key={field.path.join('/')} field={field} form={props} />
      ))}
    </div>
  );
}

function SchemaFieldView({ field, form }: { readonly field: SchemaField; readonly form: SchemaFormProps }): ReactNode {
  const { path, label, description, isRequired, placeholder } = field;
  const value = valueAt(form.value, path);
  const action = path.length === 1 ? form.actionFor?.(path) : undefined;
  const change = (next: unknown): void => form.onChange(path, next);
  if (field.kind === 'group') return <Group field={field} form={form} action={action} />;
  const common = { label, description, isRequired, action, problems: problemsAt(field, form) };
  if (field.kind === 'json') {
    return <JsonField {...common} value={value} onChange={change} placeholder={placeholder} />;
  }
  return (
    <FormField {...common}>
      {(control) => {
        if (field.kind === 'boolean' || field.kind === 'choice') {
          const choices = field.kind === 'choice' ? field.choices : [true, false];
          return (
            <ChoiceControl
              control={control}
              choices={choices}
              value={value}
              placeholder={placeholder}
              onChange={change}
            />
          );
        }
        const isNumber = field.kind === 'number';
        return (
          <TextControl
            control={control}
            inputMode={isNumber ? 'decimal' : 'text'}
            value={value}
            placeholder={placeholder}
            read={(text) => (isNumber ? readNumber(text) : emptyIsNothing(text, isRequired))}
            onChange={change}
          />
        );
      }}
    </FormField>
  );
}

function Group(props: {
  readonly field: Extract<SchemaField, { kind: 'group' }>;
  readonly form: SchemaFormProps;
  readonly action: ReactNode;
}): ReactNode {
  const { field, form, action } = props;
  const problems = problemsAt(field, form);
  return (
    <fieldset className="flex min-w-0 flex-col gap-5 rounded-lg border border-line px-4 pt-2 pb-4">
      <div className="flex items-center justify-between gap-2">
        <legend className="font-medium text-sm">{field.label}</legend>
        {action}
      </div>
      {field.description !== undefined && <p className="-mt-4 text-faint text-xs">{field.description}</p>}
      {problems.length > 0 && <p className="-mt-3 text-failed text-xs first-letter:uppercase">{problems.join('. ')}</p>}
      {field.fields.map((inner) => (
        <SchemaFieldView key={inner.path.join('/')} field={inner} form={form} />
      ))}
    </fieldset>
  );
}

function TextControl(props: {
  readonly control: FieldControlProps;
  readonly inputMode: 'decimal' | 'text';
  readonly value: unknown;
  readonly placeholder: string | undefined;
  /** The value that a text stands for. */
  readonly read: (text: string) => unknown;
  readonly onChange: (value: unknown) => void;
}): ReactNode {
  const { control, inputMode, value, placeholder, read, onChange } = props;
  const [text, keep] = useTypedText(writtenAs(value));
  return (
    <input
      {...control}
      type="text"
      inputMode={inputMode}
      value={text}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      onChange={({ target }) => {
        const next = read(target.value);
        keep(target.value, writtenAs(next));
        onChange(next);
      }}
    />
  );
}

/** A value in a field of text. */
function writtenAs(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function ChoiceControl(props: {
  readonly control: { readonly className: string };
  readonly choices: readonly unknown[];
  readonly value: unknown;
  readonly placeholder: string | undefined;
  readonly onChange: (value: unknown) => void;
}): ReactNode {
  const { control, choices, value, placeholder, onChange } = props;
  const keyOf = (choice: unknown): string => JSON.stringify(choice) ?? '';
  const isKnown = value === undefined || choices.some((choice) => keyOf(choice) === keyOf(value));
  return (
    <NativeSelect
      {...control}
      value={value === undefined ? '' : keyOf(value)}
      onChange={({ target }) => onChange(choices.find((choice) => keyOf(choice) === target.value))}
    >
      <option value="">{placeholder === undefined ? 'not set' : `not set (${placeholder})`}</option>
      {!isKnown && <option value={keyOf(value)}>{textOf(value)}</option>}
      {choices.map((choice) => (
        <option key={keyOf(choice)} value={keyOf(choice)}>
          {textOf(choice)}
        </option>
      ))}
    </NativeSelect>
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return writtenAs(value);
}

/** An optional text that is emptied is left out; a required one may be the empty text. */
function emptyIsNothing(text: string, isRequired: boolean): string | undefined {
  return text === '' && !isRequired ? undefined : text;
}

/** What is wrong with a field; of a field as JSON also what is wrong inside of it. */
function problemsAt(field: SchemaField, { value, problems }: SchemaFormProps): readonly string[] {
  const pointer = pointerOf(field.path);
  // Checkers name the object that lacks a member, and a person looks at the field.
  const isMissing = field.isRequired && field.placeholder === undefined && valueAt(value, field.path) === undefined;
  if (isMissing) return ['a value is needed'];
  return problems.flatMap((problem) => {
    if (problem.pointer === pointer) return [problem.message];
    if (field.kind !== 'json' || !problem.pointer.startsWith(`${pointer}/`)) return [];
    return [`${problem.pointer.slice(pointer.length)}: ${problem.message}`];
  });
}
