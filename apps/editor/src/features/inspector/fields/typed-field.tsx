import { type ReactNode, useId, useMemo } from 'react';
import type { FieldControl } from '../../../model/fields/field-control.ts';
import { DURATION_FORMAT } from '../../../model/fields/field-duration.ts';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import type { FieldFormat } from '../../../model/fields/field-format.ts';
import { TextInput } from '../../../ui/text-input.tsx';
import { useInspected } from '../inspected.ts';
import { useFieldDraft } from '../use-field-draft.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A setting that is typed on one line: a number, a name. */
export function TypedField(props: FieldProps & { readonly format: FieldFormat; readonly unit: string }): ReactNode {
  const { path, field, aside, format, unit } = props;
  const ids = toFieldIds(useId());
  const draft = useFieldDraft(path, format);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  return (
    <FieldFrame
      ids={ids}
      path={path}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      aside={aside}
      fault={draft.fault}
      findings={findings}
    >
      <div className="relative">
        <TextInput
          id={ids.id}
          value={draft.text}
          placeholder={field.placeholder}
          inputMode={field.control.kind === 'number' ? 'decimal' : 'text'}
          aria-describedby={ids.helpId}
          aria-required={field.isRequired}
          aria-invalid={draft.fault !== undefined || findings.some(({ severity }) => severity === 'error')}
          onChange={({ target }) => draft.type(target.value)}
          className={isCode(field.control.kind, format) ? 'tabular font-mono text-xs' : 'tabular'}
        />
        {unit !== '' && (
          <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-faint text-xs">
            {unit}
          </span>
        )}
      </div>
    </FieldFrame>
  );
}

/** Numbers and names of variables are code; names for people are not. */
function isCode(kind: FieldControl['kind'], format: FieldFormat): boolean {
  return kind !== 'text' || format === DURATION_FORMAT;
}
