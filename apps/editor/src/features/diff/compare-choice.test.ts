import { describe, expect, it } from 'vitest';
import { chosenOf } from './compare-choice.ts';

const OTHERS = [{ id: 'file' }, { id: 'saved' }, { id: 'deploy' }];

describe('chosenOf', () => {
  it.each([
    ['the saved file', { kind: 'saved' }, 'saved'],
    [
      'a pipeline that is called like a choice',
      { kind: 'other', label: 'saved', text: '', pipelineId: 'saved' },
      'id:saved',
    ],
    ['a file of the computer that is called like a pipeline', { kind: 'other', label: 'deploy', text: '' }, 'file'],
    ['a pipeline that is gone', { kind: 'other', label: 'gone', text: '', pipelineId: 'gone' }, 'file'],
  ] as const)('is %s', (_name, compared, chosen) => {
    expect(chosenOf(compared, OTHERS)).toBe(chosen);
  });
});
