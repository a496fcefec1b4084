// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { openDraft } from '../../model/wizard/wizard-draft.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { click, draw, fieldOf, typeInto } from '../../ui/typing.test-support.ts';
import { AddStage } from './add-stage.tsx';

describe('AddStage', () => {
  it('adds behind the last stage that is still there, when the one before was deleted meanwhile', () => {
    useWizardStore.getState().open(openDraft('empty', textOf('first', 'second')));
    const page = draw(<Stages />);
    click(page, 'Add stage');
    act(() => {
      useWizardStore.getState().change([{ type: 'delete_stages', ids: ['second'] }], { atMs: 0 });
    });
    typeInto(fieldOf(page, 'Stage name'), 'third');
    click(page, 'Add');
    const { draft, refusal } = useWizardStore.getState();
    const stages = draft?.document.reading.pipeline?.stages.map(({ id, depends_on }) => [id, depends_on]);
    expect([refusal, stages]).toEqual([
      undefined,
      [
        ['first', []],
        ['third', ['first']],
      ],
    ]);
  });
});

function Stages(): ReactNode {
  const pipeline = useWizardStore((state) => state.draft?.document.reading.pipeline);
  return pipeline && <AddStage pipeline={pipeline} />;
}

function textOf(...ids: readonly string[]): string {
  const stages = ids.map((id) => ({ id, component: 'logger', config: { message: id } }));
  return JSON.stringify({ name: 'p', version: '1.0.0', stages }, null, 2);
}
