import { beforeEach, describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../model/document/pipeline-document.ts';
import { createGhost } from './create-ghost.ts';
import { useEditorStore } from './editor-store.ts';
import { makeChange } from './gestures.ts';
import { areDisabled, askToMove, deleteStages, duplicateStages, toggleDisabled } from './stage-gestures.ts';

const log = (id: string, more: object = {}) => ({ id, component: 'logger', config: { message: id }, ...more });
const OFF = log('off', { disabled: true });

function open(stages: readonly object[]): void {
  const text = JSON.stringify({ name: 'p', version: '1.0.0', stages });
  const file = { id: 'p', path: 'p.pipeline.json', text, etag: 'e', updated_at: '2026-11-22T12:00:00Z' };
  useEditorStore.getState().openDocument(file, openPipelineDocument(text));
}

const graph = () => useEditorStore.getState().shownDocument?.graph;

function defined(): readonly string[] {
  const { reading } = openPipelineDocument(useEditorStore.getState().edited?.text ?? '');
  return reading.pipeline?.stages.map(({ id, disabled }) => (disabled ? `${id} (disabled)` : id)) ?? [];
}

const NOT_DEFINED = 'lost is named but not defined. Create it first.';

beforeEach(() => open([log('ping', { depends_on: ['lost'] }), OFF]));

describe('what is done with a selection that holds a stage that is only named', () => {
  it('deletes the others', () => {
    expect([deleteStages(['lost', 'off']), defined()]).toEqual([undefined, ['ping']]);
  });

  it('duplicates the others', () => {
    expect([duplicateStages(['ping', 'lost']), defined()]).toEqual([undefined, ['ping', 'ping-2', 'off (disabled)']]);
  });

  it('enables the others when all of them are disabled, as it says beforehand', () => {
    expect([areDisabled(graph(), ['off', 'lost']), toggleDisabled(['off', 'lost']), defined()]).toEqual([
      true,
      undefined,
      ['ping', 'off'],
    ]);
  });

  it('asks where to move the others', () => {
    expect([askToMove(['lost', 'ping']), useEditorStore.getState().canvasDialog]).toEqual([
      undefined,
      { type: 'move', stageIds: ['ping'] },
    ]);
  });

  it('refuses where there are no others', () => {
    const ids = ['lost'];
    expect([
      deleteStages(ids),
      duplicateStages(ids),
      toggleDisabled(ids),
      askToMove(ids),
      areDisabled(graph(), ids),
    ]).toEqual([NOT_DEFINED, NOT_DEFINED, NOT_DEFINED, NOT_DEFINED, false]);
  });

  it('knows a stage that was added a moment ago', () => {
    makeChange({ type: 'add_stage', stage: { id: 'new', component: 'logger' } });
    expect([deleteStages(['new']), defined()]).toEqual([undefined, ['ping', 'off (disabled)']]);
  });
});

describe('createGhost', () => {
  it('defines the stage as the finding on it proposes', () => {
    expect([createGhost('lost'), defined()]).toEqual([undefined, ['ping', 'off (disabled)', 'lost']]);
  });

  it('says what is wrong with a name for which nothing is proposed', () => {
    open([log('deploy'), log('ping', { depends_on: ['Deploy'] })]);
    expect(createGhost('Deploy')).toBe(
      'There is a stage "deploy" already, which differs only in case. Choose another id.',
    );
  });

  it('waits until the text has been read', () => {
    makeChange({ type: 'set_stage_value', stageId: 'ping', path: ['name'], value: 'Ping' });
    expect(createGhost('lost')).toBe(
      'lost cannot be created while the text is being read or is broken. Try again in a moment.',
    );
  });
});
