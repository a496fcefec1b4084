import { type ReactNode, useState } from 'react';

/** The text of a note while it is written: leaving it keeps it, also by Escape or Ctrl+Enter. */
export function NoteField(props: { readonly text: string; readonly onDone: (text: string) => void }): ReactNode {
  const { text, onDone } = props;
  const [written, setWritten] = useState(text);
  return (
    <textarea
      // The person has just asked for it.
      // biome-ignore lint/a11y/noAutofocus: see above
      autoFocus
      data-plain-field
      aria-label="Text of the note"
      placeholder="Write a note…"
      value={written}
      onChange={(event) => setWritten(event.target.value)}
      onBlur={() => onDone(written)}
      onKeyDown={(event) => {
        event.stopPropagation();
        const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
        if (isDone) onDone(written);
      }}
      className="nowheel size-full resize-none rounded-lg bg-transparent px-3 py-2 text-sm leading-5 outline-none placeholder:text-muted"
    />
  );
}
