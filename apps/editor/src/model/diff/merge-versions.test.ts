import type { MergeSide } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { mergeVersions } from './merge-versions.ts';

const BASE = pipeline(logger('a'), logger('b', 'a'), logger('c', 'b'));

function logger(id: string, after?: string, message = `says ${id}`): string {
  const dependsOn = after === undefined ? '' : ` "depends_on": ["${after}"],`;
  return `    { "id": "${id}", "component": "logger",${dependsOn} "config": { "message": "${message}" } }`;
}

function pipeline(...stages: readonly string[]): string {
  return `{\n  "name": "p",\n  "version": "1.0.0",\n  "stages": [\n${stages.join(',\n')}\n  ]\n}\n`;
}

/** The stages of BASE with other ids; what each says is left as it was. */
function renamed(ids: { readonly a?: string; readonly b?: string; readonly c?: string }): string {
  const { a = 'a', b = 'b', c = 'c' } = ids;
  return pipeline(logger(a, undefined, 'says a'), logger(b, a, 'says b'), logger(c, b, 'says c'));
}

function merge(mine: string, theirs: string, choices: Record<string, MergeSide> = {}) {
  return mergeVersions({ base: BASE, mine, theirs }, new Map(Object.entries(choices)));
}

const whole = (text: string) => ({ status: 'merged', text, conflicts: [], newErrors: [] });

describe('mergeVersions', () => {
  it('names a renamed stage by its new id in a stage that the other side has added', () => {
    const added = (id: string) => logger('new', id, `{{stages.${id}.output.x}}`);
    const theirs = BASE.replace('\n  ]', `,\n${added('a')}\n  ]`);
    const mine = renamed({ a: 'aye' });
    const expected = whole(mine.replace('\n  ]', `,\n${added('aye')}\n  ]`));
    expect([merge(mine, theirs), merge(theirs, mine)]).toEqual([expected, expected]);
  });

  it('names it by its new id in what the other side has changed', () => {
    const theirs = BASE.replace('says c', 'after {{ stages.a.output.x }}');
    expect(merge(renamed({ a: 'aye' }), theirs)).toEqual(
      whole(renamed({ a: 'aye' }).replace('says c', 'after {{ stages.aye.output.x }}')),
    );
  });

  it('keeps what the other side has changed in the stage that was renamed', () => {
    const theirs = BASE.replace('says a', 'says more');
    expect(merge(renamed({ a: 'aye' }), theirs)).toEqual(whole(renamed({ a: 'aye' }).replace('says a', 'says more')));
  });

  it('keeps one rename of each side', () => {
    expect(merge(renamed({ b: 'bee' }), renamed({ c: 'sea' }))).toEqual(whole(renamed({ b: 'bee', c: 'sea' })));
    expect(merge(renamed({ c: 'sea' }), renamed({ b: 'bee' }))).toEqual(whole(renamed({ b: 'bee', c: 'sea' })));
  });

  it('keeps several renames of one side, of stages that name each other', () => {
    const theirs = BASE.replace('says c', 'after {{ stages.a.output.x }} and {{ stages.b.output.x }}');
    expect(merge(renamed({ a: 'aye', b: 'bee', c: 'sea' }), theirs)).toEqual(
      whole(
        renamed({ a: 'aye', b: 'bee', c: 'sea' }).replace(
          'says c',
          'after {{ stages.aye.output.x }} and {{ stages.bee.output.x }}',
        ),
      ),
    );
  });

  it('takes a rename that both have made alike once', () => {
    const mine = renamed({ b: 'bee' });
    expect(merge(mine, mine.replace('says c', 'done'))).toEqual(whole(mine.replace('says c', 'done')));
  });

  it('asks about a stage that both have renamed in different ways, and has it once', () => {
    const [mine, theirs] = [renamed({ b: 'mine' }), renamed({ b: 'theirs' })];
    const conflicts = [{ key: '/stages/b/id', base: '"b"', mine: '"mine"', theirs: '"theirs"' }];
    expect([merge(mine, theirs), merge(mine, theirs, { '/stages/b/id': 'theirs' })]).toEqual([
      { ...whole(mine), conflicts },
      { ...whole(theirs), conflicts },
    ]);
  });

  it('deletes a stage that the other side has only renamed', () => {
    const deleted = pipeline(logger('a'), logger('b', 'a'));
    expect(merge(renamed({ c: 'sea' }), deleted)).toEqual(whole(deleted));
  });

  it('tells which errors the merged text has and neither version', () => {
    const theirs = BASE.replace('\n  ]', `,\n${logger('new', 'c', '{{stages.c.output.x}}')}\n  ]`);
    const mine = pipeline(logger('a'), logger('b', 'a'));
    expect(merge(mine, theirs)).toEqual({
      ...whole(mine.replace('\n  ]', `,\n${logger('new', 'c', '{{stages.c.output.x}}')}\n  ]`)),
      newErrors: ['There is no stage "c" ("new" depends on it). Did you mean "a"?'],
    });
  });

  it('is silent about errors that a version has', () => {
    const mine = BASE.replace('["b"]', '["nobody"]');
    expect(merge(mine, BASE.replace('says a', 'done'))).toEqual(whole(mine.replace('says a', 'done')));
  });

  it('tells which side is not JSON', () => {
    expect(merge('{ "name": ', BASE)).toEqual({ status: 'unreadable', side: 'mine' });
  });
});
