import { builtinComponents } from '@flowmason/engine';
import { type Json, planChanges } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { isWrittenAsRead, toValueChanges } from './value-changes.ts';

const SAMPLE = { stageId: undefined, path: ['sample_input'] } as const;
const HEADERS = { stageId: 's', path: ['config', 'headers'] } as const;

describe('toValueChanges', () => {
  it.each<[string, Json | undefined, Json | undefined, readonly object[]]>([
    ['renames one key', { a: '1', b: '2' }, { c: '1', b: '2' }, [{ type: 'rename_key', path: ['a'], to: 'c' }]],
    ['adds one key', { a: '1' }, { a: '1', b: '' }, [{ path: ['b'], value: '' }]],
    ['takes one key out', { a: '1', b: '2' }, { b: '2' }, [{ path: ['a'], value: undefined }]],
    ['changes one item', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, [{ path: ['a', 1, 'b'], value: 3 }]],
    ['takes one item out', [1, 2, 3], [1, 3], [{ path: [1], value: undefined }]],
    ['adds an item', [1], [1, 2], [{ path: [1], value: 2 }]],
    ['writes another order as a whole', { a: 1, b: 2 }, { b: 2, a: 1 }, [{ path: [], value: { b: 2, a: 1 } }]],
    ['changes nothing', { a: 1 }, { a: 1 }, []],
  ])('%s', (_claim, before, after, changes) => {
    const expected = changes.map((change) => ({
      type: 'set_stage_value',
      stageId: 's',
      ...change,
      path: [...HEADERS.path, ...('path' in change && Array.isArray(change.path) ? change.path : [])],
    }));
    expect(toValueChanges(HEADERS, before, after)).toEqual(expected);
  });

  it('comes to the value that is asked for', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd e', '');
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json[]>(1, 'x', null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (before, after) => {
        const text = JSON.stringify({ name: 'p', sample_input: before, stages: [] }, null, 2);
        const plan = planChanges(text, toValueChanges(SAMPLE, before, after), { components: builtinComponents });
        const written: unknown = JSON.parse(plan.text ?? '{}');
        expect(JSON.stringify(written)).toBe(JSON.stringify({ name: 'p', sample_input: after, stages: [] }));
      }),
    );
  });
});

describe('isWrittenAsRead', () => {
  const stages = [{ id: 's', component: 'logger', depends_on: 'a', config: { message: 'm' } }];
  const document = openPipelineDocument(JSON.stringify({ name: 'p', version: '1.0.0', stages }));

  it('tells a lone name from the list that it is read as', () => {
    const place = { stageId: 's', path: ['depends_on'] };
    expect([isWrittenAsRead(document, place, ['a']), isWrittenAsRead(document, place, 'a')]).toEqual([false, true]);
  });
});
