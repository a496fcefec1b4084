import { loadTemplate } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { changeDraft, openDraft } from '../wizard/wizard-draft.ts';
import { findRenamedStages, renameAnswers } from './renamed-stages.ts';

const { text } = (await loadTemplate('batch-processing')) ?? expect.fail('no such template');

function afterChanges(...changes: Parameters<typeof changeDraft>[1]) {
  const draft = openDraft('template:batch-processing', text);
  const changed = changeDraft(draft, changes, { atMs: 0 }).draft ?? expect.fail('refused');
  const pipelineOf = ({ document }: typeof draft) => document.reading.pipeline ?? expect.fail('unread');
  return findRenamedStages(pipelineOf(draft), pipelineOf(changed));
}

describe('findRenamedStages', () => {
  it('finds each stage that has another name, also when several have', () => {
    const renamed = afterChanges(
      { type: 'rename_stage', from: 'order-certificate', to: 'order' },
      { type: 'rename_stage', from: 'wait-until-issued', to: 'wait' },
    );
    expect(Object.fromEntries(renamed)).toEqual({ 'order-certificate': 'order', 'wait-until-issued': 'wait' });
  });

  it('takes a new stage for none that was deleted', () => {
    const renamed = afterChanges(
      { type: 'delete_stages', ids: ['report-success'] },
      { type: 'add_stage', stage: { id: 'report', component: 'http_request' } },
    );
    expect(renamed.size).toBe(0);
  });
});

describe('renameAnswers', () => {
  it('renames loops and members in addresses', () => {
    const answer = [{ kind: 'response', status: 200 }] as const;
    const renamed = new Map([
      ['each', 'every'],
      ['call', 'ask'],
    ]);
    expect(Object.keys(renameAnswers({ call: answer, 'each[1]/call': answer, other: answer }, renamed))).toEqual([
      'ask',
      'every[1]/ask',
      'other',
    ]);
  });
});
