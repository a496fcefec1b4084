import { type ReactNode, useId, useMemo } from 'react';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { useActivation } from '../active-field.ts';
import { useInspected } from '../inspected.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { FieldFindings } from './field-findings.tsx';
import { toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A setting that is on or off. Back at its default, its key is taken away again. */
export function BooleanField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const { value, fault, write } = useEditedValue(path);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const usual = field.usual === true;
  const activation = useActivation({ title: field.title, help: field.description, path, kind: 'plain' });
  return (
    <div className="flex flex-col gap-1" {...activation}>
      <div className="flex min-h-6 items-center gap-2">
        <Checkbox
          id={ids.id}
          label={field.title}
          isChecked={(value ?? usual) === true}
          describedBy={ids.helpId}
          onChange={(isChecked) => write(isChecked === usual && !field.isRequired ? undefined : isChecked)}
        />
        <span className="ml-auto flex gap-1">{aside}</span>
      </div>
      {fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {fault}
        </p>
      )}
      <FieldFindings findings={findings} />
      <p id={ids.helpId} hidden>
        {field.description}
      </p>
    </div>
  );
}
