import type { Json } from '@flowmason/pipeline-schema';
import { type ReactNode, useId, useMemo } from 'react';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useInspected } from '../inspected.ts';
import { useEditedValue } from '../use-edited-value.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A setting that is any of a few words. */
export function ChoicesField(props: FieldProps & { readonly options: readonly string[] }): ReactNode {
  const { path, field, aside, options } = props;
  const ids = toFieldIds(useId());
  const { value, fault, update } = useEditedValue(path);
  const { opened, stageId } = useInspected();
  const findings = useMemo(() => findingsOfField(opened.reading, { stageId, path }), [opened.reading, stageId, path]);
  const chosen = wordsIn(value);
  function toggle(option: string): void {
    update((present) => {
      const words = wordsIn(present);
      const next = options.filter((each) => (each === option ? !words.includes(each) : words.includes(each)));
      return next.length === 0 ? undefined : next;
    });
  }
  return (
    <FieldFrame ids={ids} title={field.title} help={field.description} aside={aside} fault={fault} findings={findings}>
      <fieldset id={ids.id} aria-labelledby={ids.labelId} className="flex flex-wrap gap-1">
        {options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={chosen.includes(option)}
            onClick={() => toggle(option)}
            className={classNames(
              'h-6 rounded-md border px-1.5 font-mono text-2xs transition-colors',
              chosen.includes(option)
                ? 'border-accent bg-accent-soft text-accent-strong'
                : 'border-line text-muted hover:border-line-strong hover:text-ink',
            )}
          >
            {option}
          </button>
        ))}
      </fieldset>
    </FieldFrame>
  );
}

function wordsIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
