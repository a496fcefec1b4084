import type { ReactNode } from 'react';
import { TextInput } from '../../../ui/text-input.tsx';
import { useNameDraft } from './use-name-draft.ts';

interface NameInputProps {
  readonly label: string;
  readonly value: string;
  /** It was just asked for and is to be filled in. */
  readonly isNew?: boolean;
  readonly placeholder?: string;
  /** Gives back why it cannot be called that. */
  readonly onRename: (name: string) => string | undefined;
}

/** A key of an object. It changes as a whole, with Enter or by leaving the field, because everything goes by it. */
export function NameInput({ label, value, isNew = false, placeholder = 'key', onRename }: NameInputProps): ReactNode {
  const { draft, fault, type, commit } = useNameDraft(value, onRename);
  return (
    <>
      <TextInput
        aria-label={label}
        aria-invalid={fault !== undefined}
        autoFocus={isNew}
        // What is only typed yet is taken back by the browser's own undo.
        data-plain-field={draft === value ? undefined : ''}
        value={draft}
        placeholder={placeholder}
        onChange={({ target }) => type(target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
        className="font-mono text-xs"
      />
      {fault !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {fault}
        </p>
      )}
    </>
  );
}
