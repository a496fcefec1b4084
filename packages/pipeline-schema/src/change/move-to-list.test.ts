import { describe, expect, it } from 'vitest';
import { CANONICAL, changed, DIALECT, documentOf, linesOf, refusalOf } from './change.test-support.ts';
import type { ListPlace } from './pipeline-change.ts';

const move = (ids: readonly string[], into?: ListPlace, index?: number) =>
  ({ type: 'move_to_list', ids, into, ...(index !== undefined && { index }) }) as const;
const guardOf = (text: string) => JSON.parse(text).stages[2].config;

describe('move_to_list', () => {
  it('takes stages out of one list and puts them into another, in order', () => {
    expect(guardOf(changed(CANONICAL, move(['probe', 'push'], { owner: 'guard', arm: 'catch' }, 0)))).toEqual({
      try: [],
      catch: ['probe', 'push', 'undo'],
      finally: [],
    });
  });

  it.each([
    [0, ['probe', 'push']],
    [1, ['push', 'probe']],
    [2, ['push', 'probe']],
    [undefined, ['push', 'probe']],
  ])('counts the place %j before anything is taken out', (index, expected) => {
    expect(guardOf(changed(CANONICAL, move(['probe'], { owner: 'guard', arm: 'try' }, index))).try).toEqual(expected);
  });

  it('changes nothing when a stage stays where it is', () => {
    expect(changed(CANONICAL, move(['push'], { owner: 'guard', arm: 'try' }, 0))).toBe(CANONICAL);
  });

  it('makes a list that is not there, spelled like its sisters', () => {
    expect(linesOf(DIALECT, move(['probe'], { owner: 'guard', arm: 'finally' }))).toEqual([
      ...['- "push",', '- "probe"', '+ "push"', '- ]', '+ ],', '+ "finally_stages": ["probe"]'],
    ]);
  });

  it('takes stages out of every scope', () => {
    expect(guardOf(changed(CANONICAL, move(['undo', 'push'])))).toEqual({ try: ['probe'], catch: [], finally: [] });
  });

  it.each([
    [move(['guard'], { owner: 'guard', arm: 'try' }), '"guard" cannot stand inside itself.'],
    [move(['tell'], { owner: 'guard', arm: 'body' }), '"guard" has no list "body".'],
    [move(['nobody'], { owner: 'guard', arm: 'try' }), 'There is no stage "nobody".'],
    [move(['check'], { owner: 'guard', arm: 'try' }), 'These stages would wait for each other: check → guard → check.'],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });

  it('refuses to take out what is inside only through a decision', () => {
    const text = documentOf([
      { id: 'block', component: 'trycatch', config: { try: ['ask'] } },
      { id: 'ask', component: 'conditional', config: { condition: true, if_true: ['yes'] } },
      { id: 'yes', component: 'logger' },
    ]);
    expect(refusalOf(text, move(['yes']))).toBe(
      '"yes" is inside "block" because "ask" leads to it. Disconnect it from "ask" first.',
    );
    expect(JSON.parse(changed(text, move(['ask', 'yes']))).stages[0].config).toEqual({ try: [] });
  });

  it('refuses to put a block into what stands inside it', () => {
    const text = documentOf([
      { id: 'outer', component: 'trycatch', config: { try: ['inner'] } },
      { id: 'inner', component: 'trycatch', config: { try: [] } },
    ]);
    expect(refusalOf(text, move(['outer'], { owner: 'inner', arm: 'try' }))).toBe(
      '"inner" stands inside "outer", so "outer" cannot be put into it.',
    );
  });

  it('lets a member wait for its own block, which says nothing there', () => {
    expect(guardOf(changed(CANONICAL, move(['tell'], { owner: 'guard', arm: 'finally' }))).finally).toEqual(['tell']);
  });
});
