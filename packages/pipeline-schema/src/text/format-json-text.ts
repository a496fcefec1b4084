import { format } from 'jsonc-parser';
import type { TextEdit } from '../diagnostic.ts';
import { textStyleOf } from './text-style.ts';

/**
 * The edits that lay a JSON text out with one value in a line, in its own indentation and line ends. Only blanks change;
 * a text that is not JSON is laid out as far as it can be understood, so the caller asks first. None when it is so already.
 */
export function formatJsonText(text: string): readonly TextEdit[] {
  const { eol, unit } = textStyleOf(text);
  const usesTabs = unit.startsWith('\t');
  const options = {
    insertSpaces: !usesTabs,
    tabSize: usesTabs ? 4 : unit.length,
    eol,
    insertFinalNewline: text.endsWith('\n'),
  };
  return format(text, undefined, options)
    .map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }))
    .sort((a, b) => a.start - b.start);
}
