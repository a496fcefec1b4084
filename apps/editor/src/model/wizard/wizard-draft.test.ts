import { loadTemplate } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { answerInDraft, changeDraft, editDraft, isChanged, openDraft, redoDraft, undoDraft } from './wizard-draft.ts';

const { text } = (await loadTemplate('data-etl')) ?? expect.fail('no such template');
const SOURCE = 'template:data-etl';
const fresh = () => openDraft(SOURCE, text);
const rename = { type: 'rename_stage', from: 'load-rows', to: 'write-rows' } as const;

function renamed() {
  return changeDraft(fresh(), [rename], { atMs: 0 }).draft ?? expect.fail('refused');
}

describe('a wizard draft', () => {
  it('reads the text that it has after a change', () => {
    const { document } = renamed();
    expect([document.graph?.stages.has('write-rows'), document.reading.diagnostics]).toEqual([true, []]);
  });

  it('is as it was after undo, and changed again after redo', () => {
    const changed = renamed();
    const undone = undoDraft(changed);
    expect([undone.text, redoDraft(undone).text]).toEqual([text, changed.text]);
  });

  it('makes all of several changes or none', () => {
    const { refusal, draft } = changeDraft(fresh(), [rename, rename], { atMs: 0 });
    expect([typeof refusal, draft]).toEqual(['string', undefined]);
  });

  it('says what undo takes back', () => {
    expect(renamed().history.past.map(({ label }) => label)).toEqual(['Rename load-rows to write-rows']);
    const edited = editDraft(fresh(), [{ start: 0, end: 0, text: ' ' }], { label: 'Fix it', atMs: 0 });
    expect(edited.history.past.map(({ label }) => label)).toEqual(['Fix it']);
  });

  it('is worth keeping once the document or an answer is not as it was', () => {
    const answered = answerInDraft(fresh(), 'load-rows', [{ kind: 'response', status: 500 }]);
    expect([fresh(), renamed(), answered, answerInDraft(answered, 'load-rows', undefined)].map(isChanged)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('takes up what was kept', () => {
    const kept = openDraft(SOURCE, text, { text: renamed().text });
    expect([kept.document.graph?.stages.has('write-rows'), kept.original]).toEqual([true, text]);
  });
});
