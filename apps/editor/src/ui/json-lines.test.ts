import { describe, expect, it } from 'vitest';
import { type JsonLine, toJsonLines } from './json-lines.ts';

function drawn(value: unknown, toggled: readonly string[] = []): readonly string[] {
  return toJsonLines(value, new Set(toggled)).map(textOf);
}

function textOf({ depth, name, text, fold }: JsonLine): string {
  const shown = fold ? (fold.isOpen ? fold.bracket : fold.summary) : text;
  return `${' '.repeat(depth)}${name === undefined ? '' : `${name}: `}${shown}`;
}

describe('JSON lines', () => {
  it('are one for each value, indented', () => {
    expect(drawn({ a: 1, b: [true, 'x'] })).toEqual(['{', ' a: 1', ' b: [', '  0: true', '  1: "x"']);
  });

  it('hide what is closed behind a summary', () => {
    expect(drawn({ a: { x: 1, y: 2, z: 3, w: 4 } }, ['/a'])).toEqual(['{', ' a: { x, y, z, … }']);
  });

  it('start with long lists closed', () => {
    expect(drawn({ a: Array.from({ length: 500 }, () => 0) })).toEqual(['{', ' a: [ 500 items ]']);
  });

  it('show empty lists and objects in place', () => {
    expect(drawn({ a: [], b: {} })).toEqual(['{', ' a: []', ' b: {}']);
  });

  it('cut a long text and offer the rest', () => {
    const [line] = toJsonLines('x'.repeat(1_000_000), new Set());
    expect([line?.text.length, line?.more]).toEqual([602, 'show all 1.0 M characters']);
  });

  it('show a long text in full when asked', () => {
    const [line] = toJsonLines('x'.repeat(2_000), new Set(['']));
    expect([line?.text.length, line?.more]).toEqual([2_000, 'show less']);
  });

  it('tell keys apart that look like paths', () => {
    const keys = toJsonLines({ 'a/b': 1, a: { b: 2 } }, new Set()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
