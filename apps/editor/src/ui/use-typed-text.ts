import { useState } from 'react';

/** The text of a field and what keeps it while a person types. */
export type TypedText = readonly [
  text: string,
  /** Keeps what was typed; `becomes` is how the value is written that came of it, undefined while none does. */
  keep: (text: string, becomes: string | undefined) => void,
];

/**
 * The text of a field whose value is something else than its text, such as a number: while `0.05` is typed, `0.0` is no other
 * number than `0`. What was typed counts for as long as the value, `written`, is what came of it; a change from elsewhere, such
 * as undo, shows.
 */
export function useTypedText(written: string): TypedText {
  const [typed, setTyped] = useState<{ readonly text: string; readonly for: string }>();
  const text = typed && typed.for === written ? typed.text : written;
  return [text, (next, becomes = written) => setTyped({ text: next, for: becomes })];
}
