import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { CANONICAL, CICD, changed, DIALECT, documentOf, INCIDENT, linesOf, refusalOf } from './change.test-support.ts';
import { readFragment, toFragment } from './fragment.ts';
import type { PipelineChange } from './pipeline-change.ts';

const components = testCatalog;
const duplicate = (...ids: string[]): PipelineChange => ({ type: 'duplicate_stages', ids });
const stagesOf = (text: string) => JSON.parse(text).stages;
const idsOf = (text: string) => stagesOf(text).map(({ id }: { id: string }) => id);
const copied = (text: string, ...ids: string[]): string => {
  const fragment = toFragment(text, ids, { components });
  return fragment.refusal === undefined ? fragment.text : fragment.refusal;
};

describe('duplicate_stages', () => {
  it('copies a stage as it is written, behind it, and into the same lists', () => {
    expect(linesOf(CANONICAL, duplicate('push'))).toEqual([
      ...['+ "push-2",', '+ "id": "push-2",', '+ "component": "http_request",', '+ "config": {'],
      ...['+ "url": "{{stages.ping.output.url}}"', '+ },', '+ "retry": {', '+ "max_attempts": 3', '+ }', '+ },', '+ {'],
    ]);
  });

  it('rewrites references among the copies and keeps the others', () => {
    const after = stagesOf(changed(CANONICAL, duplicate('ping', 'check')));
    expect(after[2]).toMatchObject({ id: 'ping-2' });
    expect(after[3]).toEqual({
      id: 'check-2',
      component: 'conditional',
      depends_on: ['ping-2'],
      config: { condition: '{{stages.ping-2.output.success}}', if_true: ['guard'], if_false: [] },
    });
  });

  it('takes all that stands inside a scope along', () => {
    const after = changed(DIALECT, duplicate('guard'));
    expect(idsOf(after).slice(-5)).toEqual(['guard-2', 'push-2', 'probe-2', 'undo-2', 'tell']);
    expect(stagesOf(after).find(({ id }: { id: string }) => id === 'guard-2').input_mapping).toEqual({
      try_stages: ['push-2', 'probe-2'],
      catch_stages: ['undo-2'],
    });
    expect(stagesOf(after)[1].input_mapping.true_branch).toEqual(['guard', 'guard-2']);
  });

  it('lays copies beside their originals', () => {
    expect(JSON.parse(changed(CANONICAL, duplicate('ping'))).layout).toEqual({
      ping: [10, 20],
      tell: [30, 40],
      'ping-2': [50, 60],
    });
  });

  it('keeps the lines of a stage among stages of one line each', () => {
    const text = '{\n  "stages": [\n    {\n      "id": "a"\n    },\n    { "id": "b" }\n  ]\n}\n';
    expect(changed(text, duplicate('a'))).toBe(
      '{\n  "stages": [\n    {\n      "id": "a"\n    },\n    {\n      "id": "a-2"\n    },\n    { "id": "b" }\n  ]\n}\n',
    );
  });

  it('refuses a stage that is not there', () => {
    expect(refusalOf(CICD, duplicate('nobody'))).toBe('There is no stage "nobody".');
  });
});

describe('toFragment', () => {
  it('gives stages as they are written, with members and positions', () => {
    expect(
      copied('{"stages":[{"id":"a","component":"logger","n":1e3},{"id":"b"}],"layout":{"a":[1,2],"b":[3,4]}}', 'a'),
    ).toBe(
      '{\n  "stages": [\n    {"id":"a","component":"logger","n":1e3}\n  ],\n  "layout": {\n    "a": [1, 2]\n  }\n}\n',
    );
    expect(readFragment(copied(CANONICAL, 'guard'), { components })).toMatchObject({
      ids: ['guard', 'push', 'probe', 'undo'],
      layout: {},
    });
  });

  it('indents by two blanks whatever the document has', () => {
    const tabs =
      '{\r\n\t"stages": [\r\n\t\t{\r\n\t\t\t"id": "a",\r\n\t\t\t"config": {\r\n\t\t\t\t"message": "x"\r\n\t\t\t}\r\n\t\t}\r\n\t]\r\n}';
    expect(copied(tabs, 'a')).toBe(
      '{\n  "stages": [\n    {\n      "id": "a",\n      "config": {\n        "message": "x"\n      }\n    }\n  ]\n}\n',
    );
  });

  it('says why there is nothing to copy', () => {
    expect(toFragment(CICD, ['nobody'], { components })).toEqual({ refusal: 'There is no stage to copy.' });
  });
});

describe('readFragment', () => {
  const stage = { id: 'a', type: 'logger', input_mapping: { message: 'x' } };

  it.each([
    ['one stage', stage],
    ['a list', [stage]],
    ['a fragment', { stages: [stage] }],
    ['a document', { name: 'n', version: '1', stages: [stage], settings: {} }],
  ])('reads %s of any dialect', (_, value) => {
    expect(readFragment(JSON.stringify(value), { components })).toEqual({ stages: [stage], ids: ['a'], layout: {} });
  });

  it.each([
    [
      'hello',
      'There is nothing to paste: the text is not JSON in line 1: unexpected characters; texts stand in double quotes, and true, false and null are the only bare words.',
    ],
    ['', 'There is nothing to paste: the text is empty.'],
    [
      '{"a":1}',
      'There is nothing to paste: this JSON holds no stages. A stage is an object with an "id" and a "component".',
    ],
    [
      '[1, 2]',
      'There is nothing to paste: this JSON holds no stages. A stage is an object with an "id" and a "component".',
    ],
    [
      '"text"',
      'There is nothing to paste: this JSON holds no stages. A stage is an object with an "id" and a "component".',
    ],
    [
      '{"stages": []}',
      'There is nothing to paste: this JSON holds no stages. A stage is an object with an "id" and a "component".',
    ],
    ['['.repeat(200), 'There is nothing to paste: the text nests deeper than 100 levels.'],
    [`"${'x'.repeat(1_100_000)}"`, 'There is nothing to paste: the text is larger than 1 MB.'],
  ])('refuses %.20s', (text, reason) => {
    expect(readFragment(text, { components }).refusal).toBe(reason);
  });
});

describe('paste', () => {
  const paste = (fragment: string, rest: object = {}): PipelineChange => ({ type: 'paste', fragment, ...rest });

  it("puts a fragment into another document, in that one's style", () => {
    const tabs = '{\r\n\t"stages": [\r\n\t\t{\r\n\t\t\t"id": "z"\r\n\t\t}\r\n\t]\r\n}';
    const fragment = copied(
      '{\n  "stages": [\n    {\n      "id": "a",\n      "config": { "x": [1,  2] }\n    }\n  ]\n}',
      'a',
    );
    expect(changed(tabs, paste(fragment))).toBe(
      '{\r\n\t"stages": [\r\n\t\t{\r\n\t\t\t"id": "z"\r\n\t\t},\r\n\t\t{\r\n\t\t\t"id": "a",\r\n\t\t\t"config": { "x": [1,  2] }\r\n\t\t}\r\n\t]\r\n}',
    );
  });

  it('renames ids that are taken, and what refers to them inside the fragment', () => {
    const after = stagesOf(changed(CANONICAL, paste(copied(CANONICAL, 'ping', 'check'))));
    expect(after.slice(-2)).toMatchObject([
      { id: 'ping-2' },
      {
        id: 'check-2',
        depends_on: ['ping-2'],
        config: { condition: '{{stages.ping-2.output.success}}', if_true: ['guard'] },
      },
    ]);
  });

  it('keeps an id that the document only names, so that its ghost becomes real', () => {
    expect(idsOf(changed(CICD, paste('{"id":"fetch-logs","component":"http_request"}'))).at(-1)).toBe('fetch-logs');
  });

  it('puts the two seeds together, each id once', () => {
    const ids = idsOf(changed(CICD, paste(INCIDENT)));
    expect(ids).toHaveLength(11 + 14);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lists what no pasted stage owns in the list that it is pasted into', () => {
    const after = stagesOf(
      changed(
        documentOf([{ id: 'block', component: 'foreach', config: { items: [], stages: [] } }]),
        paste(CANONICAL, { into: { owner: 'block', arm: 'body' } }),
      ),
    );
    expect(after[0].config.stages).toEqual(['ping', 'check', 'tell']);
  });

  it('keeps the distances, from where the first stage goes', () => {
    const layoutOf = (rest: object) => JSON.parse(changed(documentOf([]), paste(CANONICAL, rest))).layout;
    expect(layoutOf({ position: [110, 220] })).toEqual({ ping: [110, 220], tell: [130, 240] });
    expect(layoutOf({})).toEqual({ ping: [50, 60], tell: [70, 80] });
    expect(JSON.parse(changed(documentOf([]), paste(CICD, { position: [7, 8] }))).layout).toEqual({
      'log-start': [7, 8],
    });
  });

  it('makes a legal id of an illegal one', () => {
    expect(idsOf(changed(documentOf([]), paste('[{"id":"1 two three","component":"logger"}]')))).toEqual(['two-three']);
  });

  it('refuses a document that would grow too large', () => {
    const large = JSON.stringify([{ id: 'a', component: 'logger', config: { message: 'x'.repeat(600_000) } }]);
    expect(refusalOf(changed(documentOf([]), paste(large)), paste(large))).toBe(
      'The document would be larger than 1 MB. Split it into subpipelines.',
    );
  });
});
