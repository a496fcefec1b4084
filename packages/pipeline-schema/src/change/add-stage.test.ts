import { describe, expect, it } from 'vitest';
import { CANONICAL, CICD, changed, DIALECT, documentOf, linesOf, refusalOf } from './change.test-support.ts';
import type { PipelineChange } from './pipeline-change.ts';

type Add = PipelineChange & { type: 'add_stage' };
const add = (stage: Add['stage'], rest: Partial<Add> = {}): Add => ({ type: 'add_stage', stage, ...rest });

describe('add_stage', () => {
  it('puts a stage behind the last one, in the style of the document', () => {
    expect(
      changed(
        '{\n\t"stages": [\n\t\t{\n\t\t\t"id": "a",\n\t\t\t"component": "logger"\n\t\t}\n\t]\n}\n',
        add({ id: 'b', component: 'logger' }),
      ),
    ).toBe(
      '{\n\t"stages": [\n\t\t{\n\t\t\t"id": "a",\n\t\t\t"component": "logger"\n\t\t},\n\t\t{\n\t\t\t"id": "b",\n\t\t\t"component": "logger",\n\t\t\t"config": {\n\t\t\t\t"message": "b: to be written"\n\t\t\t}\n\t\t}\n\t]\n}\n',
    );
  });

  it('keeps a document of one line in one line', () => {
    expect(
      changed('{"stages":[{"id":"a","component":"logger"}]}', add({ id: 'b', component: 'logger', config: {} })),
    ).toBe('{"stages":[{"id":"a","component":"logger"},{"id":"b","component":"logger","config":{}}]}');
  });

  it('fills an empty list of stages', () => {
    expect(
      changed(
        '{\n  "name": "n",\n  "stages": []\n}\n',
        add({ id: 'a', component: 'logger', config: { message: 'x' } }),
      ),
    ).toBe(
      '{\n  "name": "n",\n  "stages": [\n    {\n      "id": "a",\n      "component": "logger",\n      "config": {\n        "message": "x"\n      }\n    }\n  ]\n}\n',
    );
  });

  it('makes the list of stages that a document lacks', () => {
    expect(JSON.parse(changed('{ "name": "n" }', add({ id: 'a', component: 'logger', config: {} })))).toEqual({
      name: 'n',
      stages: [{ id: 'a', component: 'logger', config: {} }],
    });
  });

  it('writes keys and component as the other stages do', () => {
    const stage = { id: 'new', name: 'New', component: 'http_request', depends_on: ['ping'], config: { url: 'u' } };
    expect(linesOf(DIALECT, add(stage, { behind: 'undo' }))).toEqual([
      ...['+ "id": "new",', '+ "name": "New",', '+ "component_type": "http-request",', '+ "depends_on": ["ping"],'],
      ...['+ "input_mapping": {', '+ "url": "u"', '+ }', '+ },', '+ {'],
    ]);
    expect(linesOf(CICD, add({ id: 'new', component: 'json_transform', config: {} }))).toContain(
      '+ "component": "json-transform",',
    );
  });

  it('puts it into a list behind its neighbour, and where it was dropped', () => {
    const stage = { id: 'new', component: 'logger', config: {} };
    const into = { owner: 'guard', arm: 'try' };
    const after = JSON.parse(changed(CANONICAL, add(stage, { behind: 'push', into, position: [1.4, 2.6] })));
    expect(after.stages.map(({ id }: { id: string }) => id)).toEqual([
      'ping',
      'check',
      'guard',
      'push',
      'new',
      'probe',
      'undo',
      'tell',
    ]);
    expect(after.stages[2].config.try).toEqual(['push', 'new', 'probe']);
    expect(after.layout).toEqual({ ping: [10, 20], tell: [30, 40], new: [1, 3] });
  });

  it.each([
    [add({ id: 'ping', component: 'logger' }), 'There is a stage "ping" already. Choose another id.'],
    [
      add({ id: 'PING', component: 'logger' }),
      'There is a stage "ping" already, which differs only in case. Choose another id.',
    ],
    [
      add({ id: '1x', component: 'logger' }),
      '"1x" cannot be the id of a stage. It starts with a letter and has up to 64 letters, digits, "_" and "-".',
    ],
    [add({ id: 'x', component: 'loger' }), 'There is no component "loger". Did you mean "logger"?'],
    [add({ id: 'x', component: 'logger', depends_on: ['nobody'] }), 'There is no stage "nobody".'],
    [add({ id: 'x', component: 'logger' }, { behind: 'nobody' }), 'There is no stage "nobody".'],
    [add({ id: 'x', component: 'logger' }, { into: { owner: 'guard', arm: 'body' } }), '"guard" has no list "body".'],
    [
      add({ id: 'x', component: 'logger', depends_on: ['tell'] }, { into: { owner: 'guard', arm: 'finally' } }),
      'These stages would wait for each other: tell → x → guard → tell.',
    ],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });

  it('refuses more stages than a pipeline may have', () => {
    const full = JSON.stringify(
      Array.from({ length: 10_000 }, (_, index) => ({ id: `s${index}`, component: 'logger' })),
    );
    expect(refusalOf(full, add({ id: 'x', component: 'logger' }))).toBe('A pipeline has at most 10000 stages.');
  });

  it('says in which line a text is not JSON', () => {
    expect(refusalOf('{\n  "stages": [\n}', add({ id: 'x', component: 'logger' }))).toMatch(
      /^The document is not JSON in line 3: .+ Repair the text first\.$/,
    );
  });

  it('puts a document around a bare list when there is a position to keep', () => {
    const list = JSON.stringify([{ id: 'a', component: 'logger' }]);
    expect(JSON.parse(changed(list, add({ id: 'b', component: 'logger', config: {} }, { position: [1, 2] })))).toEqual({
      name: 'untitled',
      version: '1.0.0',
      stages: [
        { id: 'a', component: 'logger' },
        { id: 'b', component: 'logger', config: {} },
      ],
      layout: { b: [1, 2] },
    });
    expect(JSON.parse(changed(list, add({ id: 'b', component: 'logger', config: {} })))).toHaveLength(2);
  });

  it('gives a control stage all its lists, empty', () => {
    const stage = (component: string) =>
      JSON.parse(changed(documentOf([]), add({ id: 'a', component }))).stages[0].config;
    expect(['conditional', 'router', 'trycatch', 'foreach'].map(stage)).toEqual([
      { condition: '{{vars.to_be_written}}', if_true: [], if_false: [] },
      { routes: [{ name: 'first', condition: '{{vars.to_be_written}}', stages: [] }], default: [] },
      { try: [], catch: [], finally: [] },
      { items: '{{vars.to_be_written}}', stages: [] },
    ]);
  });
});
