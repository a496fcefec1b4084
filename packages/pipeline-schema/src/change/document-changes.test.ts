import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { CANONICAL, CICD, changed, documentOf, linesOf, refusalOf } from './change.test-support.ts';
import type { StagePosition } from './pipeline-change.ts';

const set = (path: readonly (string | number)[], value?: Json) =>
  ({ type: 'set_document_value', path, value }) as const;

describe('set_document_value', () => {
  it.each([
    ['puts a name first', CICD, set(['name'], 'deploy'), ['+ "name": "deploy",']],
    ['puts a description behind the version', CANONICAL, set(['description'], 'd'), ['+ "description": "d",']],
    [
      'makes settings before the stages',
      CANONICAL,
      set(['settings', 'max_parallel'], 3),
      ['+ "settings": {', '+ "max_parallel": 3', '+ },'],
    ],
    [
      'goes into a mapping',
      CANONICAL,
      set(['output_mapping', 'ping'], 'x'),
      ['- "ping": "{{stages.ping.output.success}}"', '+ "ping": "x"'],
    ],
    ['takes a value out', CANONICAL, set(['version']), ['- "version": "1.0.0",']],
    ['leaves alone what has the value already', CANONICAL, set(['version'], '1.0.0'), []],
  ])('%s', (_, text, change, lines) => {
    expect(linesOf(text, change)).toEqual(lines);
  });

  it('keeps the old key of a schema', () => {
    const text = documentOf([], { input: { type: 'object' } });
    expect(linesOf(text, set(['input_schema', 'required'], ['a']))).toEqual([
      '- "type": "object"',
      '+ "type": "object",',
      '+ "required": ["a"]',
    ]);
  });

  it('keeps the old key of a time-out', () => {
    const text = documentOf([], { settings: { timeout: '10m' } });
    expect(linesOf(text, set(['settings', 'timeout_ms'], 5000))).toEqual(['- "timeout": "10m"', '+ "timeout": "5s"']);
  });

  it('makes a concurrency of its key, and takes it away with it', () => {
    const path = ['settings', 'concurrency', 'key'];
    const text = documentOf([], { settings: { concurrency: { key: 'a', policy: 'skip' }, max_parallel: 3 } });
    const settingsAfter = (of: string, value?: string) => JSON.parse(changed(of, set(path, value)))['settings'];
    expect(settingsAfter(documentOf([]), 'a')).toEqual({ concurrency: { key: 'a' } });
    expect(settingsAfter(text, 'b')).toEqual({ concurrency: { key: 'b', policy: 'skip' }, max_parallel: 3 });
    expect(settingsAfter(text)).toEqual({ max_parallel: 3 });
  });

  it('puts a document around a bare list', () => {
    const list = '[\n  { "id": "a", "component": "logger" }\n]\n';
    expect(changed(list, set(['name'], 'mine'))).toBe(
      '{"name": "mine", "version": "1.0.0", "stages": [\n  { "id": "a", "component": "logger" }\n]}\n',
    );
  });

  it.each([
    [set([], 'x'), 'Say which value of the pipeline is to be set.'],
    [set(['stages', 0], 'x'), 'Stages are changed one by one, not as a list.'],
    [set(['input_schema', '__proto__'], 1), '"__proto__" cannot be a key.'],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });
});

const place = (positions: Readonly<Record<string, StagePosition | null>>) =>
  ({ type: 'set_positions', positions }) as const;

describe('set_positions', () => {
  const text =
    '{\n  "stages": [{ "id": "a", "component": "logger" }],\n  "layout": { "a": [120,  80], "b": [1, 2] }\n}\n';

  it('makes the layout, whole numbers, one stage a line', () => {
    expect(changed('{\n  "name": "n",\n  "stages": []\n}\n', place({ a: [1.6, -2.4], b: [3, 4] }))).toBe(
      '{\n  "name": "n",\n  "stages": [],\n  "layout": {\n    "a": [2, -2],\n    "b": [3, 4]\n  }\n}\n',
    );
  });

  it('changes, adds and takes out in the style that is there', () => {
    expect(changed(text, place({ a: [5, 6], b: null, c: [7, 8] }))).toBe(
      text.replace('"a": [120,  80], "b": [1, 2]', '"a": [5, 6], "c": [7, 8]'),
    );
  });

  it('touches nothing when a stage stands there already', () => {
    expect(changed(text, place({ a: [120, 80] }))).toBe(text);
  });

  it('takes the layout along with its last entry', () => {
    expect(changed(text, place({ a: null, b: null }))).toBe(
      '{\n  "stages": [{ "id": "a", "component": "logger" }]\n}\n',
    );
  });

  it('has nothing to do in a document without a layout when positions are taken back', () => {
    expect(changed('[{"id":"a"}]', place({ a: null }))).toBe('[{"id":"a"}]');
  });

  it('refuses a layout of another shape', () => {
    expect(refusalOf('{"stages":[],"layout":[]}', place({ a: [1, 2] }))).toBe(
      '"layout" is no object, so no position can be kept. Repair it first.',
    );
  });
});

describe('notes', () => {
  const put = (id: string, text: string, rest: object = {}) =>
    ({ type: 'put_note', note: { id, text, position: [1, 2] as const, ...rest } }) as const;
  const one = changed('{\n  "stages": []\n}\n', put('a', 'first'));

  it('are made, added to, changed and taken out', () => {
    expect(one).toBe(
      '{\n  "stages": [],\n  "notes": [\n    {\n      "id": "a",\n      "text": "first",\n      "position": [1, 2]\n    }\n  ]\n}\n',
    );
    const two = changed(one, put('b', 'second', { size: [100.4, 50] }));
    expect(JSON.parse(two).notes).toEqual([
      { id: 'a', text: 'first', position: [1, 2] },
      { id: 'b', text: 'second', position: [1, 2], size: [100, 50] },
    ]);
    expect(linesOf(two, put('a', 'changed'))).toEqual(['- "text": "first",', '+ "text": "changed",']);
    expect(linesOf(two, put('b', 'second'))).toEqual([
      '- "position": [1, 2],',
      '- "size": [100, 50]',
      '+ "position": [1, 2]',
    ]);
    expect(changed(two, { type: 'delete_note', noteId: 'b' })).toBe(one);
  });

  it('go with the last one', () => {
    expect(changed(one, { type: 'delete_note', noteId: 'a' })).toBe('{\n  "stages": []\n}\n');
  });

  it.each([
    [one, { type: 'delete_note', noteId: 'x' } as const, 'There is no note "x".'],
    ['{"stages":[],"notes":{}}', put('a', 'x'), '"notes" is no list. Repair it first.'],
    [one, put('', 'x'), 'A note needs an id.'],
  ])('are refused in %j', (text, change, reason) => {
    expect(refusalOf(text, change)).toBe(reason);
  });
});
