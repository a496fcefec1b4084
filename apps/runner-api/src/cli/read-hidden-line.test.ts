import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readHiddenLine } from './read-hidden-line.ts';

/** A terminal that keeps what is shown on it, and whether it shows what is typed. */
function newTerminal() {
  const stdin = new PassThrough();
  const modes: string[] = [];
  const stderr = new PassThrough().setEncoding('utf8');
  const setRawMode = (isRaw: boolean) => modes.push(isRaw ? 'hidden' : 'shown');
  stderr.on('data', (text: string) => modes.push(text));
  const terminal = { stdin: Object.assign(stdin, { setRawMode }), stderr };
  // Of a terminal only these are used.
  return { type: (text: string) => stdin.write(text), modes, terminal: terminal as unknown as NodeJS.Process };
}

async function answerTo(...typed: readonly string[]): Promise<string> {
  const { type, terminal } = newTerminal();
  const answer = readHiddenLine('Value: ', terminal);
  for (const piece of typed) type(piece);
  return answer;
}

describe('readHiddenLine', () => {
  it('gives the line that was typed, in pieces of any length', async () => {
    expect(await answerTo('sec', 'ret-ключ', '\r')).toBe('secret-ключ');
  });

  it('takes characters back', async () => {
    expect([await answerTo('abcd\u007f\u007fx\r'), await answerTo('wrong\u0015right\r')]).toEqual(['abx', 'right']);
  });

  it('hides what is typed from before it asks until the line has ended', async () => {
    const { type, modes, terminal } = newTerminal();
    const answer = readHiddenLine('Value: ', terminal);
    type('hidden-value\r');
    await answer;
    expect(modes).toEqual(['hidden', 'Value: ', 'shown', '\n']);
  });

  it.each([
    ['gives up', 'half\u0003', 'No value was given, so nothing was stored.'],
    ['pastes several lines', 'line one\rline two\r', 'More than one line was pasted'],
  ])('gives nothing when the person %s', async (_, typed, message) => {
    await expect(answerTo(typed)).rejects.toThrow(message);
  });
});
