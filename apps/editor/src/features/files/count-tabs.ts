import { type EditSession, liveSessions } from '../../api/edit-session.ts';
import { hearTabs, tellTabs } from '../../api/tab-news.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** Keeps count of the other tabs that have the pipeline open, until the function that it gives back is called, which ends the session. */
export function countTabs(pipelineId: string, session: EditSession): () => void {
  let isCurrent = true;
  async function count(): Promise<void> {
    const live = await liveSessions(pipelineId);
    if (isCurrent) useEditorStore.getState().setOtherTabCount([...live].filter((id) => id !== session.id).length);
  }
  const countAgain = (): void => void count();
  const stop = hearTabs((news) => news.pipelineId === pipelineId && news.kind !== 'saved' && countAgain());
  // A tab that crashed says nothing any more.
  addEventListener('focus', countAgain);
  void session.begun.then(() => {
    tellTabs({ kind: 'opened', pipelineId });
    return count();
  });
  return () => {
    isCurrent = false;
    stop();
    removeEventListener('focus', countAgain);
    void session.end().then(() => tellTabs({ kind: 'closed', pipelineId }));
  };
}
