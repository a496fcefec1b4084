import { describe, expect, it } from 'vitest';
import { CICD, changed, documentOf, INCIDENT, linesOf, refusalOf } from './change.test-support.ts';

const rename = (owner: string, from: string, to: string) => ({ type: 'rename_arm', owner, from, to }) as const;

describe('rename_arm', () => {
  it('renames a route of a list', () => {
    expect(linesOf(INCIDENT, rename('determine-action', 'unknown', 'page'))).toEqual([
      '- "name": "unknown",',
      '+ "name": "page",',
    ]);
  });

  it('renames a route of a map, and one that has no name yet', () => {
    const text = documentOf([{ id: 'r', component: 'router', config: { routes: { 'a/b': [], c: [] } } }]);
    expect(changed(text, rename('r', 'a/b', 'd'))).toBe(text.replace('"a/b"', '"d"'));
    const nameless =
      '{"stages":[{"id":"r","component":"router","config":{"routes":[{"condition":true,"stages":[]}]}}]}';
    expect(changed(nameless, rename('r', 'route 1', 'x'))).toContain('[{"name":"x","condition":true,"stages":[]}]');
  });

  it.each([
    [INCIDENT, rename('determine-action', 'nothing', 'x'), '"determine-action" has no route "nothing".'],
    [
      INCIDENT,
      rename('determine-action', 'unknown', 'oom-restart'),
      '"determine-action" has a route "oom-restart" already.',
    ],
    [INCIDENT, rename('determine-action', 'unknown', ' '), 'A route needs a name.'],
    [INCIDENT, rename('determine-action', 'unknown', 'default'), '"default" cannot be the name of a route.'],
    [INCIDENT, rename('determine-action', 'default', 'x'), 'The default of a router has no other name.'],
    [CICD, rename('check-tests', 'true', 'yes'), 'The outcomes of a conditional have fixed names.'],
    [CICD, rename('nobody', 'true', 'yes'), 'There is no stage "nobody".'],
  ])('refuses in %#', (text, change, reason) => {
    expect(refusalOf(text, change)).toBe(reason);
  });
});
