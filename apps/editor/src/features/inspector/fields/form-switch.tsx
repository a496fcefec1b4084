import { Braces } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FormField } from '../../../model/config-form.ts';
import { type FieldControl, isExpressible, type ValueForm } from '../../../model/field-control.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';

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
        <Toggle
          label={isJson ? `${title} as a text` : `Expression for ${title}`}
          isOn={form === 'expression'}
          onToggle={(isOn) => onChoose(isOn ? 'expression' : 'control')}
        >
          {isJson ? <span className="font-serif">T</span> : <span className="font-mono">{'{{ }}'}</span>}
        </Toggle>
      )}
      {hasJson && (
        <Toggle
          label={`${title} as JSON`}
          isOn={form === 'json'}
          onToggle={(isOn) => onChoose(isOn ? 'json' : 'control')}
        >
          <Braces size={12} />
        </Toggle>
      )}
    </>
  );
}

/** Controls for objects and lists, which can be pasted as well. */
const HAS_JSON: ReadonlySet<FieldControl['kind']> = new Set(['table', 'routes', 'stages']);

/** A small button that stays pressed. */
export function Toggle(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Tooltip content={props.label} side="top">
      <button
        type="button"
        aria-label={props.label}
        aria-pressed={props.isOn}
        onClick={() => props.onToggle(!props.isOn)}
        className={classNames(
          'inline-flex h-5 min-w-5 items-center justify-center rounded px-1 text-2xs transition-colors',
          props.isOn ? 'bg-accent-soft text-accent-strong' : 'text-faint hover:bg-hover hover:text-ink',
        )}
      >
        {props.children}
      </button>
    </Tooltip>
  );
}
