import { builtinComponents } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { toPaletteGroups } from './palette-entries.ts';

const namesOf = (search: string) =>
  toPaletteGroups(builtinComponents, search).flatMap(({ components }) => components.map(({ name }) => name));

describe('toPaletteGroups', () => {
  it('offers every component without a search', () => {
    expect(namesOf('').toSorted()).toEqual([...builtinComponents.keys()].toSorted());
  });

  it('finds by title and by name', () => {
    expect([namesOf('HTTP')[0], namesOf('http_request')]).toEqual(['http_request', ['http_request']]);
  });

  it('finds by what a component does', () => {
    expect(namesOf('two branches')).toContain('conditional');
  });

  it('offers what is called so before what only has to do with it, whatever group it is in', () => {
    expect(namesOf('filter')[0]).toBe('filter');
  });

  it('leaves out groups in which nothing is found', () => {
    expect(toPaletteGroups(builtinComponents, 'http request').map(({ title }) => title)).toEqual(['Requests']);
  });
});
