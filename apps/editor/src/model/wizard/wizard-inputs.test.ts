import type { JsonObject } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { changeDraft, openDraft } from './wizard-draft.ts';
import { addInputChanges, inputNameProblem, removeInputChanges, setInputChange } from './wizard-inputs.ts';

describe('setInputChange', () => {
  it('sets a value where it stands, and leaves every other byte', () => {
    const document = { sample_input: { a: { b: 1, c: 2 } } };
    expect(after(document, (pipeline) => [setInputChange(pipeline, ['a', 'b'], 'x')])).toEqual({
      sample_input: { a: { b: 'x', c: 2 } },
    });
  });

  it('brings the objects that are not there yet', () => {
    expect(after({ sample_input: {} }, (pipeline) => [setInputChange(pipeline, ['a', 'b', 'c'], 1)])).toEqual({
      sample_input: { a: { b: { c: 1 } } },
    });
  });

  it('begins a sample where there is none, and replaces what is no object', () => {
    expect(after({}, (pipeline) => [setInputChange(pipeline, ['a'], true)])).toEqual({ sample_input: { a: true } });
    expect(after({ sample_input: { a: 'x' } }, (pipeline) => [setInputChange(pipeline, ['a', 'b'], 1)])).toEqual({
      sample_input: { a: { b: 1 } },
    });
  });

  it('takes a value away', () => {
    expect(after({ sample_input: { a: 1, b: 2 } }, (pipeline) => [setInputChange(pipeline, ['a'], undefined)])).toEqual(
      {
        sample_input: { b: 2 },
      },
    );
  });
});

describe('addInputChanges', () => {
  const input = { name: 'region', type: 'string', isRequired: true } as const;

  it('declares the input, requires it, and gives the sample a value', () => {
    const document = {
      input_schema: { type: 'object', properties: { a: {} }, required: ['a'] },
      sample_input: { a: 1 },
    };
    expect(after(document, (pipeline) => addInputChanges(pipeline, input))).toEqual({
      input_schema: {
        type: 'object',
        properties: { a: {}, region: { type: 'string' } },
        required: ['a', 'region'],
      },
      sample_input: { a: 1, region: '' },
    });
  });

  it('begins a schema where there is none', () => {
    expect(after({}, (pipeline) => addInputChanges(pipeline, { ...input, isRequired: false }))).toEqual({
      input_schema: { type: 'object', properties: { region: { type: 'string' } } },
      sample_input: { region: '' },
    });
  });
});

describe('removeInputChanges', () => {
  it('takes the input out wherever it is declared', () => {
    const document = {
      input_schema: { type: 'object', properties: { a: {}, b: {} }, required: ['a', 'b'] },
      sample_input: { a: 1, b: 2 },
    };
    expect(after(document, (pipeline) => removeInputChanges(pipeline, 'a'))).toEqual({
      input_schema: { type: 'object', properties: { b: {} }, required: ['b'] },
      sample_input: { b: 2 },
    });
  });
});

describe('inputNameProblem', () => {
  it('wants a new name that templates can read with a dot', () => {
    expect(['region', '_x1'].map((name) => inputNameProblem(name, []))).toEqual([undefined, undefined]);
    for (const name of ['', '1a', 'a-b', 'a b', '__proto__'])
      expect(inputNameProblem(name, [])).toEqual(expect.any(String));
    expect(inputNameProblem('a', ['a'])).toEqual(expect.any(String));
  });
});

/** What changes make of a document that has one stage and these keys; the stage and the names are left out again. */
function after(
  keys: JsonObject,
  changesFor: (pipeline: { input_schema?: JsonObject; sample_input?: JsonObject }) => Parameters<typeof changeDraft>[1],
): JsonObject {
  const stages = [{ id: 'a', component: 'logger', config: { message: 'm' } }];
  const draft = openDraft('empty', JSON.stringify({ name: 'test', version: '1.0.0', ...keys, stages }, null, 2));
  const changed = changeDraft(draft, changesFor(keys), { atMs: 0 });
  if (!changed.draft) return expect.fail(changed.refusal);
  const { name: _, version: __, stages: ___, ...rest } = JSON.parse(changed.draft.text);
  return rest;
}
