import { type ReactNode, useMemo, useRef, useState } from 'react';
import { formOfValue, type ValueForm } from '../../../model/fields/field-control.ts';
import {
  CONDITION_FORMAT,
  JSON_FORMAT,
  numberFormat,
  SCALAR_FORMAT,
  TEXT_FORMAT,
} from '../../../model/fields/field-format.ts';
import { expressionFormat, valueInForm } from '../../../model/fields/switch-form.ts';
import { WRITABLE } from '../active-field.ts';
import { useFieldValue } from '../inspected.ts';
import { useFieldWriter } from '../use-field-draft.ts';
import { BooleanField } from './boolean-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { ChoicesField } from './choices-field.tsx';
import { CodeConfigField } from './code-config-field.tsx';
import type { FieldProps } from './field-props.ts';
import { FormSwitch } from './form-switch.tsx';
import { RoutesField } from './routes-field.tsx';
import { StagesField } from './stages-field.tsx';
import { TableField } from './table-field.tsx';
import { TypedField } from './typed-field.tsx';

/** One setting: its control, or its template, or the JSON that it is when it fits neither. */
export function ConfigField({ path, field }: FieldProps): ReactNode {
  const value = useFieldValue(path);
  const write = useFieldWriter(path);
  const natural = formOfValue(field, value);
  const [held, setHeld] = useState<ValueForm>();
  const [chosen, setChosen] = useState<ValueForm>();
  const form = chosen ?? held ?? natural;
  const place = useRef<HTMLDivElement>(null);
  function choose(next: ValueForm): void {
    setHeld(next);
    // It stays as it was asked for: else all below would move when the field is left, away from what is being pressed.
    setChosen(next === 'control' ? undefined : next);
    // The other form is drawn in place of this one, with the switch that has the focus.
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(WRITABLE)?.focus());
    const written = valueInForm(field, value, next);
    if (written) write(written.value);
  }
  const aside = <FormSwitch field={field} form={form} onChoose={choose} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the focus of what is inside
    <div
      ref={place}
      data-path={JSON.stringify(path)}
      // What a person edits keeps its form until they leave it, whatever they make of the value meanwhile.
      onFocus={() => setHeld(form)}
      onBlur={({ currentTarget, relatedTarget }) => {
        // To nowhere the focus goes when the form is switched, and when another window comes to the front.
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setHeld(undefined);
      }}
    >
      <FieldInForm key={form} path={path} field={field} form={form} aside={aside} />
    </div>
  );
}

function FieldInForm({ form, ...props }: FieldProps & { readonly form: ValueForm }): ReactNode {
  const { control } = props.field;
  if (form === 'json') return <CodeConfigField {...props} format={JSON_FORMAT} />;
  if (form === 'expression') return <ExpressionField {...props} />;
  switch (control.kind) {
    case 'text':
      return props.field.rule.policy === 'raw' ? (
        <TypedField {...props} format={TEXT_FORMAT} unit="" />
      ) : (
        <CodeConfigField {...props} format={TEXT_FORMAT} />
      );
    case 'condition':
      return <CodeConfigField {...props} format={CONDITION_FORMAT} />;
    case 'json':
    case 'schema':
      return <CodeConfigField {...props} format={JSON_FORMAT} />;
    case 'jmespath':
      return <CodeConfigField {...props} format={TEXT_FORMAT} />;
    case 'number':
      return <NumberField {...props} />;
    case 'scalar':
      return <TypedField {...props} format={SCALAR_FORMAT} unit="" />;
    case 'boolean':
      return <BooleanField {...props} />;
    case 'choice':
      return <ChoiceField {...props} options={control.options} />;
    case 'choices':
      return <ChoicesField {...props} options={control.options} />;
    case 'table':
      return <TableField {...props} />;
    case 'stages':
      return <StagesField {...props} />;
    case 'routes':
      return <RoutesField {...props} />;
  }
}

function ExpressionField(props: FieldProps): ReactNode {
  const { field } = props;
  const format = useMemo(() => expressionFormat(field), [field]);
  return <CodeConfigField {...props} format={format} />;
}

function NumberField(props: FieldProps): ReactNode {
  const { control } = props.field;
  const format = useMemo(() => (control.kind === 'number' ? numberFormat(control) : SCALAR_FORMAT), [control]);
  return <TypedField {...props} format={format} unit={control.kind === 'number' ? control.unit : ''} />;
}
