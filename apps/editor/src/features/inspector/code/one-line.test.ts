import { EditorState, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { fromOutside, oneLine } from './one-line.ts';

const TWO_LINES = 'curl -s\nwget';

/** What a one-line field with `text`, its caret at `caret`, holds after `specs`, with `|` for the caret. */
function after(text: string, caret: number, ...specs: ((state: EditorState) => TransactionSpec)[]): string {
  const start = EditorState.create({ doc: text, selection: { anchor: caret }, extensions: [oneLine] });
  const { doc, selection } = specs.reduce((state, spec) => state.update(spec(state)).state, start);
  return `${doc.sliceString(0, selection.main.head)}|${doc.sliceString(selection.main.head)}`;
}

const type = (text: string) => (state: EditorState) => state.replaceSelection(text);

describe('oneLine', () => {
  it('lets a text that has a line break be typed into', () => {
    expect(after(TWO_LINES, 4, type('x'), type('y'), type('z'))).toBe('curlxyz| -s\nwget');
  });

  it('lets a text that has a line break be deleted from', () => {
    const backspace = ({ selection }: EditorState) => ({
      changes: { from: selection.main.head - 1, to: selection.main.head },
    });
    expect(after(TWO_LINES, 8, backspace, backspace)).toBe('curl -|wget');
  });

  it('takes a line break that the document brings', () => {
    const bring = () => ({ changes: { from: 1, insert: '\nb' }, annotations: fromOutside.of(true) });
    expect(after('a', 0, bring)).toBe('|a\nb');
  });

  it('makes a blank of a pasted line break, and stands behind what was pasted', () => {
    expect(after('echo', 4, type(' a\n  b'))).toBe('echo a b|');
  });

  it('takes no Enter', () => {
    expect(after('echo', 2, type('\n'))).toBe('ec|ho');
  });
});
