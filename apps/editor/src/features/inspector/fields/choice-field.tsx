import { type ReactNode, useId, useMemo } from 'react';
import { isSameWord } from '../../../model/fields/field-control.ts';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { Select } from '../../../ui/select.tsx';
import { useInspected } from '../inspected.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A setting that is one of a few words. While it is absent, what holds then shows; a setting without a default can be unset. */
export function ChoiceField(props: FieldProps & { readonly options: readonly string[] }): ReactNode {
  const { path, field, aside, options } = props;
  const ids = toFieldIds(useId());
  const { value, fault, write } = useEditedValue(path);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const written = typeof value === 'string' ? options.find((option) => isSameWord(option, value)) : undefined;
  const usual = typeof field.usual === 'string' ? field.usual : UNSET;
  return (
    <FieldFrame
      ids={ids}
      path={path}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      aside={aside}
      fault={fault}
      findings={findings}
    >
      <Select
        id={ids.id}
        label={field.title}
        value={written ?? usual}
        options={[
          ...(usual === UNSET ? [{ value: UNSET, label: 'Not set' }] : []),
          ...options.map((option) => ({
            value: option,
            label: option === field.usual ? `${option} (default)` : option,
          })),
        ]}
        onChange={(option) => write(option === UNSET ? undefined : option)}
      />
    </FieldFrame>
  );
}

const UNSET = 'not set';
