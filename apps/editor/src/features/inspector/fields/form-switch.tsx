import { Braces } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FormField } from '../../../model/fields/config-form.ts';
import { type FieldControl, isExpressible, type ValueForm } from '../../../model/fields/field-control.ts';
import { TinyButton } from './tiny-button.tsx';

/** Switches a setting between its control, an expression and the JSON that it is, as far as it has these. */
export function FormSwitch(props: {
  readonly field: FormField;
  readonly form: ValueForm;
  readonly onChoose: (form: ValueForm) => void;
}): ReactNode {
  const { field, form, onChoose } = props;
  const { title, control } = field;
  const hasJson = HAS_JSON.has(control.kind) || form === 'json';
  const isJson = control.kind === 'json' || control.kind === 'schema';
  return (
    <>
      {isExpressible(field) && (
        <TinyButton
          name={isJson ? `${title} as a text` : `Expression for ${title}`}
          isOn={form === 'expression'}
          onClick={() => onChoose(form === 'expression' ? 'control' : 'expression')}
        >
          {isJson ? <span className="font-serif">T</span> : <span className="font-mono">{'{{ }}'}</span>}
        </TinyButton>
      )}
      {hasJson && (
        <TinyButton
          name={`${title} as JSON`}
          isOn={form === 'json'}
          onClick={() => onChoose(form === 'json' ? 'control' : 'json')}
        >
          <Braces size={12} />
        </TinyButton>
      )}
    </>
  );
}

/** Controls for objects and lists, which can be pasted as well. */
const HAS_JSON: ReadonlySet<FieldControl['kind']> = new Set(['table', 'routes', 'stages']);
