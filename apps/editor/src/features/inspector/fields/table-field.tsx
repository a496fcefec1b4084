import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { Button } from '../../../ui/button.tsx';
import { useInspected } from '../inspected.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { TableRow } from './table-row.tsx';
import { useRowKeys } from './use-row-keys.ts';

/** Keys with a value each, such as headers. A row without a key is not in the document yet. */
export function TableField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const { value, fault, update } = useEditedValue(path);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const [isAdding, setAdding] = useState(false);
  const entries = entriesOf(value);
  function replace(next: (present: Entries) => Entries): string | undefined {
    return update((present) => {
      const after = next(entriesOf(present));
      return after.length === 0 && !field.isRequired ? undefined : Object.fromEntries(after);
    });
  }
  function rename(from: string, to: string): string | undefined {
    if (entries.some(([key]) => key === to)) return `There is a “${to}” already.`;
    replace((present) => present.map(([key, each]) => [key === from ? to : key, each]));
    return undefined;
  }
  function add(key: string): string | undefined {
    if (entries.some(([other]) => other === key)) return `There is a “${key}” already.`;
    if (replace((present) => [...present, [key, '']]) === undefined) setAdding(false);
    return undefined;
  }
  const rows = isAdding ? [...entries, ['', ''] as const] : entries;
  const rowKeys = useRowKeys(rows.map(([key]) => key));
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
      <fieldset id={ids.id} aria-labelledby={ids.labelId} className="flex flex-col items-start gap-2">
        {rows.map(([key], index) => (
          <TableRow
            key={rowKeys[index]}
            title={field.title}
            position={index + 1}
            path={[...path, key]}
            isNew={index >= entries.length}
            onRename={(next) => (index < entries.length ? rename(key, next) : add(next))}
            onRemove={() => {
              if (index < entries.length) replace((present) => present.filter(([other]) => other !== key));
              else setAdding(false);
            }}
          />
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="-ml-1"
          icon={<Plus size={12} />}
          disabled={isAdding}
          onClick={() => setAdding(true)}
        >
          Add<span className="sr-only"> to {field.title}</span>
        </Button>
      </fieldset>
    </FieldFrame>
  );
}

type Entries = readonly (readonly [string, Json])[];

function entriesOf(value: Json | undefined): Entries {
  return Object.entries(isJsonObject(value) ? value : {});
}
