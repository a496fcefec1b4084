import { type ReactNode, useId } from 'react';
import { TEXT_FORMAT } from '../../../model/fields/field-format.ts';
import { useFieldDraft } from '../use-field-draft.ts';
import { FieldFrame, toFieldIds } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';

/** A text of several lines without templates; it grows with what is written. */
export function ProseField({ path, field }: FieldProps): ReactNode {
  const ids = toFieldIds(useId());
  const draft = useFieldDraft(path, TEXT_FORMAT);
  return (
    <FieldFrame
      ids={ids}
      path={path}
      title={field.title}
      help={field.description}
      isRequired={field.isRequired}
      fault={draft.fault}
    >
      <textarea
        id={ids.id}
        aria-describedby={ids.helpId}
        value={draft.text}
        rows={1}
        placeholder={field.placeholder}
        onChange={({ target }) => draft.type(target.value)}
        className="min-h-7 w-full resize-none rounded-md border border-line bg-surface px-2 py-1 text-sm outline-none transition-colors [field-sizing:content] placeholder:text-faint hover:border-line-strong focus:border-accent focus:ring-1 focus:ring-accent"
      />
    </FieldFrame>
  );
}
