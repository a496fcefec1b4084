import { describe, expect, it } from 'vitest';
import { log } from '../canvas/diagram.test-support.ts';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { undrawnStages } from './undrawn-stages.ts';

function undrawnOf(stages: readonly unknown[], rest: object = {}): readonly string[] {
  return pointersIn(JSON.stringify({ name: 'test', version: '1.0.0', stages, ...rest }));
}

function pointersIn(text: string): readonly string[] {
  return undrawnStages(openPipelineDocument(text).reading).map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('undrawnStages', () => {
  it('finds a stage whose id is not allowed', () => {
    expect(undrawnOf([log('a'), log('1 b')])).toEqual(['illegal-id /stages/1/id']);
  });

  it('finds the later one of two stages with one id', () => {
    expect(undrawnOf([log('a'), log('b'), log('A')])).toEqual(['duplicate-id /stages/2/id']);
  });

  it('finds a stage once of whose id two things are said', () => {
    expect(undrawnOf([log('1 b'), log('1 b')])).toEqual(['illegal-id /stages/0/id', 'duplicate-id /stages/1/id']);
  });

  it('finds a stage without an id', () => {
    expect(undrawnOf([{ component: 'logger', config: { message: 'a' } }])).toEqual(['missing-key /stages/0']);
  });

  it('finds a stage in a text that is only a list of stages', () => {
    expect(pointersIn(JSON.stringify([log('a'), log('1 b')]))).toEqual(['illegal-id /1/id']);
  });

  it('finds no stage that is drawn, whatever else is wrong with it', () => {
    expect(undrawnOf([{ id: 'a' }, log('b', ['gone'])])).toEqual([]);
  });

  it('counts no note', () => {
    const note = { id: 'n', text: '', position: [0, 0] };
    expect(undrawnOf([log('a')], { notes: [note, note] })).toEqual([]);
  });
});
