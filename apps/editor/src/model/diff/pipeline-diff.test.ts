import { builtinComponents } from '@flowmason/engine';
import { type Pipeline, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { countKinds, diffPipelines, isEmptyDiff } from './pipeline-diff.ts';

const PING = { id: 'ping', component: 'http_request', config: { url: 'https://a/', headers: { accept: 'x' } } };
const TELL = { id: 'tell', component: 'logger', depends_on: ['ping'], config: { message: 'ok' } };

function read(stages: readonly object[], rest: object = {}): Pipeline {
  const text = JSON.stringify({ name: 'p', version: '1.0.0', stages, ...rest });
  const { pipeline } = readPipeline(text, { components: builtinComponents });
  if (!pipeline) throw new Error('not a pipeline');
  return pipeline;
}

describe('diffPipelines', () => {
  it('finds nothing between two spellings of the same', () => {
    const dialect = [
      { id: 'ping', type: 'http-request', input_mapping: { headers: { accept: 'x' }, url: 'https://a/' } },
      TELL,
    ];
    const diff = diffPipelines(read([PING, TELL]), read(dialect));
    expect([diff, isEmptyDiff(diff)]).toEqual([{ stages: [], document: [] }, true]);
  });

  it('names the fields of a stage that differ, with both values', () => {
    const changed = { ...PING, config: { url: 'https://b/', headers: {} }, timeout_ms: 5000 };
    expect(diffPipelines(read([PING]), read([changed])).stages).toEqual([
      {
        id: 'ping',
        kind: 'changed',
        renamedFrom: undefined,
        isMoved: false,
        fields: [
          { path: 'config.url', before: 'https://a/', after: 'https://b/' },
          { path: 'config.headers.accept', before: 'x', after: undefined },
          { path: 'timeout_ms', before: undefined, after: 5000 },
        ],
      },
    ]);
  });

  it('takes nothing that every object has for a value of one side', () => {
    const schemaOf = (properties: object) => ({ input_schema: { type: 'object', properties } });
    const diff = diffPipelines(read([]), read([], schemaOf({ constructor: { type: 'string' } })));
    const more = diffPipelines(read([], schemaOf({})), read([], schemaOf({ constructor: { type: 'string' } })));
    expect([diff.document.length, more.document]).toEqual([
      1,
      [{ path: 'input_schema.properties.constructor', before: undefined, after: { type: 'string' } }],
    ]);
  });

  it('lists added stages in their order and removed ones behind all others', () => {
    const { stages } = diffPipelines(read([PING]), read([{ ...TELL, depends_on: [] }]));
    expect(stages.map(({ id, kind }) => [id, kind])).toEqual([
      ['tell', 'added'],
      ['ping', 'removed'],
    ]);
  });

  it('takes a stage with another id and the same content for renamed', () => {
    const { stages } = diffPipelines(read([PING]), read([{ ...PING, id: 'probe' }]));
    expect(stages).toEqual([{ id: 'probe', kind: 'renamed', renamedFrom: 'ping', fields: [], isMoved: false }]);
  });

  it('guesses no rename where two would fit', () => {
    const twins = [
      { ...PING, id: 'one' },
      { ...PING, id: 'two' },
    ];
    const { stages } = diffPipelines(read([PING]), read(twins));
    expect(stages.map(({ id, kind }) => [id, kind])).toEqual([
      ['one', 'added'],
      ['two', 'added'],
      ['ping', 'removed'],
    ]);
  });

  it('tells a stage that was only put elsewhere from one that was changed', () => {
    const after = read([PING, { ...TELL, config: { message: 'no' } }], { layout: { ping: [8, 8], tell: [0, 0] } });
    const { stages } = diffPipelines(read([PING, TELL], { layout: { ping: [0, 0] } }), after);
    expect(stages.map(({ id, kind, isMoved }) => [id, kind, isMoved])).toEqual([
      ['ping', 'moved', true],
      ['tell', 'changed', true],
    ]);
  });

  it('compares what stands outside of the stages', () => {
    const after = read([], { version: '1.1.0', settings: { max_parallel: 2 } });
    expect(diffPipelines(read([]), after).document).toEqual([
      { path: 'version', before: '1.0.0', after: '1.1.0' },
      { path: 'settings', before: undefined, after: { max_parallel: 2 } },
    ]);
  });
});

describe('countKinds', () => {
  it('counts the ways in which stages differ', () => {
    const diff = diffPipelines(read([PING]), read([{ ...TELL, depends_on: [] }]));
    expect(countKinds(diff)).toEqual([
      ['added', 1],
      ['removed', 1],
    ]);
  });
});
