import { describe, expect, it } from 'vitest';
import { toNoteLines } from './note-text.ts';

describe('toNoteLines', () => {
  it('knows headings and items', () => {
    expect(toNoteLines('# Why\n- first\ntext').map(({ kind }) => kind)).toEqual(['heading', 'item', 'text']);
  });

  it('knows bold words and code', () => {
    expect(toNoteLines('ask **ops** for `KEY`')).toEqual([
      {
        kind: 'text',
        spans: [
          { kind: 'plain', text: 'ask ' },
          { kind: 'bold', text: 'ops' },
          { kind: 'plain', text: ' for ' },
          { kind: 'code', text: 'KEY' },
        ],
      },
    ]);
  });

  it('takes HTML for the text that it is', () => {
    expect(toNoteLines('<b>x</b>')).toEqual([{ kind: 'text', spans: [{ kind: 'plain', text: '<b>x</b>' }] }]);
  });

  it('leaves stars alone that mark nothing', () => {
    expect(toNoteLines('2 ** 3')).toEqual([{ kind: 'text', spans: [{ kind: 'plain', text: '2 ** 3' }] }]);
  });
});
