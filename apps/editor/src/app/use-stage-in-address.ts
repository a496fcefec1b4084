import { useEffect, useState } from 'react';
import { withSearchParam } from '../model/document/search-params.ts';
import { useEditorStore } from '../store/editor-store.ts';

/**
 * Selects the stage that `?stage=` names, and keeps the address in step with the selection, so that a link or a reload
 * leads to the same stage. Only the entry of the history that is there is changed: back leads to the page before.
 */
export function useStageInAddress(): void {
  const [named] = useState(() => new URLSearchParams(location.search).get('stage'));
  useEffect(() => {
    const path = location.pathname;
    const stop = useEditorStore.subscribe(({ selectedStageId }, before) => {
      if (selectedStageId === before.selectedStageId || location.pathname !== path) return;
      const search = withSearchParam(location.search, 'stage', selectedStageId);
      // The router's own way would draw the whole page anew with every click on a stage.
      History.prototype.replaceState.call(history, history.state, '', `${path}${search}${location.hash}`);
    });
    if (named !== null && isStage(named)) useEditorStore.getState().selectStage(named);
    return stop;
  }, [named]);
}

function isStage(id: string): boolean {
  const { graph, reading } = useEditorStore.getState().shownDocument ?? {};
  return (graph?.stages.has(id) ?? false) || (reading?.ghosts.some((ghost) => ghost.id === id) ?? false);
}
