import type { ReactNode } from 'react';
import { type NoteLine, type NoteSpan, toNoteLines } from '../../model/canvas/note-text.ts';

/** The text of a note with its headings, items, bold words and code; never HTML. */
export function NoteText({ text }: { readonly text: string }): ReactNode {
  if (text === '') return <p className="px-3 py-2 text-muted text-sm">Empty note</p>;
  return (
    <div className="size-full overflow-hidden px-3 py-2 text-sm leading-5">
      {toNoteLines(text).map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </div>
  );
}

function Line({ line }: { readonly line: NoteLine }): ReactNode {
  const spans = line.spans.map((span, index) => <Span key={index} span={span} />);
  if (line.kind === 'heading') return <p className="font-semibold">{spans}</p>;
  if (line.kind === 'item') return <p className="pl-3 before:-ml-3 before:mr-1.5 before:content-['•']">{spans}</p>;
  return <p className="min-h-5 break-words">{spans}</p>;
}

function Span({ span }: { readonly span: NoteSpan }): ReactNode {
  if (span.kind === 'bold') return <strong className="font-semibold">{span.text}</strong>;
  if (span.kind === 'code') return <code className="font-mono text-xs">{span.text}</code>;
  return span.text;
}
