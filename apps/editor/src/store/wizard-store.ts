import type { PipelineChange, TextEdit } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer } from '@flowmason/templates';
import { create } from 'zustand';
import {
  answerInDraft,
  changeDraft,
  type DraftGesture,
  editDraft,
  redoDraft,
  undoDraft,
  type WizardDraft,
} from '../model/wizard/wizard-draft.ts';

/** The wizard's own document; a store of its own, so that the pipeline that is open in the editor is never meant by mistake. */
export interface WizardState {
  readonly draft: WizardDraft | undefined;
  /** Why the last change could not be made, for a person; undefined once one could. */
  readonly refusal: string | undefined;
  open(draft: WizardDraft): void;
  close(): void;
  /** Makes all of the changes as one gesture, or none; tells whether it could. */
  change(changes: readonly PipelineChange[], gesture: DraftGesture & { readonly label?: string }): boolean;
  edit(edits: readonly TextEdit[], gesture: DraftGesture & { readonly label: string }): void;
  undo(): void;
  redo(): void;
  answer(stageId: string, answers: readonly SimulatedAnswer[] | undefined): void;
  forgetRefusal(): void;
}

export const useWizardStore = create<WizardState>()((set, get) => {
  const update = (next: (draft: WizardDraft) => WizardDraft): void =>
    set(({ draft }) => (draft ? { draft: next(draft), refusal: undefined } : {}));
  return {
    draft: undefined,
    refusal: undefined,
    open: (draft) => set({ draft, refusal: undefined }),
    close: () => set({ draft: undefined, refusal: undefined }),
    change: (changes, gesture) => {
      const { draft } = get();
      if (!draft) return false;
      const changed = changeDraft(draft, changes, gesture);
      set(changed.draft ? { draft: changed.draft, refusal: undefined } : { refusal: changed.refusal });
      return changed.draft !== undefined;
    },
    edit: (edits, gesture) => update((draft) => editDraft(draft, edits, gesture)),
    undo: () => update(undoDraft),
    redo: () => update(redoDraft),
    answer: (stageId, answers) => update((draft) => answerInDraft(draft, stageId, answers)),
    forgetRefusal: () => set({ refusal: undefined }),
  };
});
