import { useEditorStore } from '../../store/editor-store.ts';

/** Whether a stage stands out, stands back, or neither. */
export type Emphasis = 'plain' | 'lit' | 'dimmed';

/** How a stage stands while a line is drawn, or while the pointer rests on a relative of it. */
export function useEmphasis(stageId: string): Emphasis {
  return useEditorStore(({ linking, litIds }) => {
    if (linking) {
      if (linking.stageId === stageId) return 'plain';
      return linking.refusals.has(stageId) && linking.refusals.get(stageId) === undefined ? 'lit' : 'dimmed';
    }
    return litIds && !litIds.has(stageId) ? 'dimmed' : 'plain';
  });
}
