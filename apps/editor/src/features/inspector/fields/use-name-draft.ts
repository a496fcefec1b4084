import { useState } from 'react';

/** A name while it is typed; it is taken as a whole, because everything goes by it. */
export interface NameDraft {
  readonly draft: string;
  /** Why it cannot be called that. */
  readonly fault: string | undefined;
  type(text: string): void;
  /** By Enter, and by leaving the field. */
  commit(): void;
}

/** The name that is `value` until `onRename`, which gives back why not, has made another of it. */
export function useNameDraft(value: string, onRename: (name: string) => string | undefined): NameDraft {
  const [draft, setDraft] = useState(value);
  const [seen, setSeen] = useState(value);
  const [fault, setFault] = useState<string>();
  /** It was taken, and the document is still being read. */
  const [taken, setTaken] = useState<string>();
  if (seen !== value) {
    setSeen(value);
    setDraft(value);
    setFault(undefined);
    setTaken(undefined);
  }
  return {
    draft,
    fault,
    type(text) {
      setDraft(text);
      setTaken(undefined);
    },
    commit() {
      const name = draft.trim();
      if (name === '' || name === value) {
        setDraft(value);
        setFault(undefined);
        return;
      }
      // Who has pressed Enter leaves the field with the same name in it.
      if (name === taken) return;
      const refusal = onRename(name);
      setFault(refusal);
      setTaken(refusal === undefined ? name : undefined);
    },
  };
}
