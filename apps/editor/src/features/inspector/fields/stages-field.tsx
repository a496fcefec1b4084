import { type ReactNode, useId, useMemo, useState } from 'react';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { useInspected } from '../inspected.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { StageChips } from './stage-chips.tsx';
import { StagePicker } from './stage-picker.tsx';
import { useStageList } from './use-stage-list.ts';

/** A list of stages that this one owns. In a scope they run in this order, so it can be changed. */
export function StagesField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const [fault, setFault] = useState<string>();
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const list = useStageList(path, setFault);
  return (
    <FieldFrame
      ids={ids}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      aside={aside}
      fault={fault}
      findings={findings}
    >
      <fieldset id={ids.id} aria-labelledby={ids.labelId} className="flex flex-col items-start gap-1">
        <StageChips
          label={`${field.title}: stages`}
          ids={list.ids}
          onRemove={list.remove}
          onMove={list.isOrdered ? list.move : undefined}
        />
        <StagePicker
          label="Add stage"
          context={`to ${field.title}`}
          ids={list.candidates}
          onPick={list.add}
          allowsNew
        />
      </fieldset>
    </FieldFrame>
  );
}
