import { describe, expect, it } from 'vitest';
import { CICD, changed, documentOf, linesOf, refusalOf } from './change.test-support.ts';

const rename = (stageId: string | undefined, path: readonly string[], to: string) =>
  ({ type: 'rename_key', stageId, path, to }) as const;

const TEXT = `{"name": "n", "version": "1.0.0",
  "input": {"type": "object", "properties": {"one": {"type":"string"},   "two": {}}},
  "stages": [{"id": "s", "component_type": "http-request", "input_mapping": {"headers": {"A":  "1",
    "B": {"c" : [1,2]}}}}]}`;

describe('rename_key', () => {
  it('changes nothing but the key, however the stage is written', () => {
    expect(changed(TEXT, rename('s', ['config', 'headers', 'B'], 'X-"B'))).toBe(TEXT.replace('"B"', '"X-\\"B"'));
  });

  it('renames a key inside a value of the document', () => {
    expect(changed(TEXT, rename(undefined, ['input_schema', 'properties', 'one'], 'first'))).toBe(
      TEXT.replace('"one"', '"first"'),
    );
  });

  it('does nothing where the key has that name', () => {
    expect(linesOf(TEXT, rename('s', ['config', 'headers', 'A'], 'A'))).toEqual([]);
  });

  it.each([
    [TEXT, rename('s', ['config', 'headers', 'A'], 'B'), 'There is a "B" already.'],
    [TEXT, rename('s', ['config', 'headers', 'C'], 'D'), 'There is no "C" any more.'],
    [TEXT, rename('s', ['config', 'headers', 'A'], ' '), 'A key needs a name.'],
    [TEXT, rename('s', ['config', 'headers', 'A'], '__proto__'), '"__proto__" cannot be a key.'],
    [TEXT, rename('s', ['config', 'headers'], 'x'), '"headers" is a name of the format and stays.'],
    [TEXT, rename(undefined, ['name'], 'x'), '"name" is a name of the format and stays.'],
    [CICD, rename('nobody', ['config', 'headers', 'A'], 'B'), 'There is no stage "nobody".'],
    [
      documentOf([{ id: 's', component: 'logger' }]),
      rename('s', ['config', 'x', 'y'], 'z'),
      'There is no "y" any more.',
    ],
  ])('refuses in %#', (text, change, reason) => {
    expect(refusalOf(text, change)).toBe(reason);
  });
});
