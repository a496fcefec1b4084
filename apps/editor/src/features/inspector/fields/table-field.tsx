import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { findingsOfField } from '../../../model/field-findings.ts';
import { Button } from '../../../ui/button.tsx';
import { useFieldValue, useInspected } from '../inspected.ts';
import { useFieldWriter } from '../use-field-draft.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { TableRow } from './table-row.tsx';

/** Keys with a value each, such as headers. A row without a key is not in the document yet. */
export function TableField({ path, field, aside }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const value = useFieldValue(path);
  const write = useFieldWriter(path);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const [fault, setFault] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const entries = Object.entries(isJsonObject(value) ? value : {});
  function replace(next: readonly (readonly [string, Json])[]): void {
    setFault(write(next.length === 0 && !field.isRequired ? undefined : toObject(next)));
  }
  function rename(index: number, key: string): string | undefined {
    if (entries.some(([other], at) => other === key && at !== index)) return `There is a “${key}” already.`;
    if (index < entries.length) replace(entries.map((entry, at) => (at === index ? [key, entry[1]] : entry)));
    else {
      setAdding(false);
      replace([...entries, [key, '']]);
    }
    return undefined;
  }
  const rows = isAdding ? [...entries, ['', ''] as const] : entries;
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
            // Rows keep their place while their key is typed.
            key={index}
            title={field.title}
            position={index + 1}
            path={[...path, key]}
            isNew={index >= entries.length}
            onRename={(next) => rename(index, next)}
            onRemove={() => {
              if (index < entries.length) replace(entries.filter((_, at) => at !== index));
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

function toObject(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries);
}
