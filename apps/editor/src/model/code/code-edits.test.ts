import { applyTextEdits } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeChangeTo, editsOfCodeChanges, lineRangeOf } from './code-edits.ts';
import { readCodeLines, withLineFeeds } from './code-lines.ts';

/** A code editor in short: it holds lines that end with LF, and makes one change at a time. */
function changeIn(held: string, start: number, end: number, text: string) {
  const lines = readCodeLines(held);
  const change = { range: lineRangeOf(lines.placeAt(start), lines.placeAt(end)), text };
  return { change, after: held.slice(0, start) + withLineFeeds(text) + held.slice(end) };
}

const piece = fc.constantFrom('\n', '\r\n', '\r', 'a', 'bc', '"', ' ', '😀', '\u2028', '\ufeff');
const document = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

describe('editsOfCodeChanges', () => {
  it('gives the document the lines of the editor and leaves all other bytes alone, whatever the line ends', () => {
    fc.assert(
      fc.property(document, document, fc.nat(), fc.nat(), (text, added, a, b) => {
        const held = withLineFeeds(text);
        const [start, end] = [a % (held.length + 1), b % (held.length + 1)].sort((one, other) => one - other);
        const { change, after } = changeIn(held, start ?? 0, end ?? 0, added);
        const edits = editsOfCodeChanges(text, [change], after);
        expect(withLineFeeds(applyTextEdits(text, edits))).toBe(after);
        const lines = readCodeLines(text);
        const from = lines.offsetAt(readCodeLines(held).placeAt(start ?? 0));
        const to = lines.offsetAt(readCodeLines(held).placeAt(end ?? 0));
        for (const edit of edits) {
          // CRs that would run together with a following LF are replaced too.
          expect(text.slice(edit.start, Math.max(edit.start, from))).toMatch(/^\r*$/);
          expect(edit.end).toBeLessThanOrEqual(to);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('touches exactly the changed bytes of a text with CR LF', () => {
    const text = '{\r\n  "name": "a"\r\n}\r\n';
    const { change, after } = changeIn(withLineFeeds(text), 12, 13, 'probe');
    expect(editsOfCodeChanges(text, [change], after)).toEqual([{ start: 13, end: 14, text: 'probe' }]);
  });

  it('ends an added line as its neighbour ends', () => {
    const text = '{\r\n}\n';
    const { change, after } = changeIn(withLineFeeds(text), 1, 1, '\n  "a": 1');
    expect(applyTextEdits(text, editsOfCodeChanges(text, [change], after))).toBe('{\r\n  "a": 1\r\n}\n');
  });

  it('keeps two lines apart when what stood between CR and LF goes', () => {
    const text = 'a\rX\nb';
    const { change, after } = changeIn(withLineFeeds(text), 2, 3, '');
    expect(applyTextEdits(text, editsOfCodeChanges(text, [change], after))).toBe('a\n\nb');
  });

  it('keeps several lines apart that end with CR alone', () => {
    const text = '\r\r \n';
    const { change, after } = changeIn(withLineFeeds(text), 2, 3, '');
    expect(applyTextEdits(text, editsOfCodeChanges(text, [change], after))).toBe('\n\n\n');
  });

  it('makes the changes of several cursors at once', () => {
    const changes = [
      { range: { startLineNumber: 2, startColumn: 1, endLineNumber: 2, endColumn: 2 }, text: 'y' },
      { range: { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 2 }, text: 'x' },
    ];
    expect(editsOfCodeChanges('a\r\nb', changes, 'x\ny')).toEqual([
      { start: 0, end: 1, text: 'x' },
      { start: 3, end: 4, text: 'y' },
    ]);
  });

  it('trusts what the editor holds when the reported steps do not fit together', () => {
    const changes = [
      { range: { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 }, text: '{}' },
      { range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }, text: 'a' },
    ];
    expect(applyTextEdits('\r\nz', editsOfCodeChanges('\r\nz', changes, '{a}\nz'))).toBe('{a}\r\nz');
  });
});

describe('codeChangeTo', () => {
  it('brings an editor to the lines of the document in one change', () => {
    fc.assert(
      fc.property(document, document, (before, text) => {
        const held = withLineFeeds(before);
        const change = codeChangeTo(text, held);
        const lines = readCodeLines(held);
        const after = change
          ? held.slice(
              0,
              lines.offsetAt({ lineNumber: change.range.startLineNumber, column: change.range.startColumn }),
            ) +
            change.text +
            held.slice(lines.offsetAt({ lineNumber: change.range.endLineNumber, column: change.range.endColumn }))
          : held;
        expect(after).toBe(withLineFeeds(text));
      }),
    );
  });

  it('never cuts a character of two units in half', () => {
    expect(codeChangeTo('"😁"', '"😀"')).toEqual({
      range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 4 },
      text: '😁',
    });
  });

  it('has nothing to change when only line ends differ', () => {
    expect(codeChangeTo('a\r\nb', 'a\nb')).toBeUndefined();
  });
});
