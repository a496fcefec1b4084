import { builtinComponents } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { createPipelineMemory } from './pipeline-memory.ts';

const textOf = (name: string): string =>
  JSON.stringify({ name, version: '1.0.0', stages: [{ id: 'a', component: 'logger', config: { message: 'hi' } }] });

describe('the memory of readings', () => {
  it('gives the same reading for the same text, and another one for another', () => {
    const read = createPipelineMemory(builtinComponents);
    const first = read(textOf('one'));
    expect([read(textOf('one')) === first, read(textOf('two')) === first, first.pipeline?.name]).toEqual([
      true,
      false,
      'one',
    ]);
  });

  it('forgets what was asked for longest ago', () => {
    const read = createPipelineMemory(builtinComponents);
    const first = read(textOf('first'));
    const second = read(textOf('second'));
    for (let index = 0; index < 62; index++) read(textOf(`other-${index}`));
    expect(read(textOf('first'))).toBe(first);
    read(textOf('one too many'));
    expect([read(textOf('first')) === first, read(textOf('second')) === second]).toEqual([true, false]);
  });

  it('keeps no more text than it has room for', () => {
    const read = createPipelineMemory(builtinComponents);
    const large = (name: string) => textOf(name).padEnd(1_500_000);
    const first = read(large('a'));
    read(large('b'));
    expect(read(large('a'))).toBe(first);
    read(large('c'));
    read(large('d'));
    expect(read(large('a'))).not.toBe(first);
  });
});
