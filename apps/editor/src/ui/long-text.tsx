import { Fragment, type ReactNode, useState } from 'react';
import { SHOWN_AT_FIRST, toLongText } from './long-text-pieces.ts';

/** A text of any length that somebody else wrote: cut until the rest is asked for, with places to break in long words. */
export function LongText({ text }: { readonly text: string }): ReactNode {
  const [isFull, setFull] = useState(false);
  const { pieces } = toLongText(text, isFull ? text.length : SHOWN_AT_FIRST);
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
      {text.length > SHOWN_AT_FIRST && (
        <button
          type="button"
          className="ml-1 font-medium text-accent-strong hover:underline"
          onClick={() => setFull(!isFull)}
        >
          {isFull ? 'show less' : `show all ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
    </>
  );
}
