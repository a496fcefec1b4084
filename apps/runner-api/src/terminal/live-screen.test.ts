import { describe, expect, it } from 'vitest';
import { LiveScreen } from './live-screen.ts';

const ESC = '\u001B';

function recorded() {
  const writes: string[] = [];
  return { writes, screen: new LiveScreen((text) => writes.push(text)) };
}

describe('LiveScreen', () => {
  it('draws over the last drawing, clears what it leaves, and hides the cursor once (I1, I2)', () => {
    const { writes, screen } = recorded();
    screen.draw(['one', 'two', 'three']);
    screen.draw(['ONE']);
    expect(writes).toEqual([
      `${ESC}[?25lone${ESC}[K\ntwo${ESC}[K\nthree${ESC}[K\n${ESC}[J`,
      `${ESC}[3A\rONE${ESC}[K\n${ESC}[J`,
    ]);
  });

  it('writes nothing when nothing has changed (I3)', () => {
    const { writes, screen } = recorded();
    screen.draw(['one']);
    screen.draw(['one']);
    expect(writes).toHaveLength(1);
  });

  it('makes room for other output and draws anew behind it', () => {
    const { writes, screen } = recorded();
    screen.draw(['one']);
    screen.clear();
    screen.draw(['one']);
    expect(writes.slice(1)).toEqual([`${ESC}[1A\r${ESC}[J`, `one${ESC}[K\n${ESC}[J`]);
  });

  it('gives the cursor back once, and nothing when it never drew', () => {
    const { writes, screen } = recorded();
    screen.end();
    screen.draw(['one']);
    screen.end();
    screen.end();
    expect(writes.slice(1)).toEqual([`${ESC}[?25h`]);
  });
});
