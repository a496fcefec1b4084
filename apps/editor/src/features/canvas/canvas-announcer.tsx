import { type ReactNode, useEffect, useState } from 'react';
import { toGestureNews } from '../../model/document/gesture-news.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** Says what was done, undone and done again, for those who hear the page. */
export function CanvasAnnouncer(): ReactNode {
  const [news, setNews] = useState('');
  useEffect(
    () =>
      useEditorStore.subscribe(({ edited }, before) => {
        if (!edited || !before.edited || edited.history === before.edited.history) return;
        const next = toGestureNews(before.edited.history, edited.history);
        if (next !== undefined) setNews(next);
      }),
    [],
  );
  return (
    <div role="status" aria-live="polite" aria-label="What was done" className="sr-only">
      {news}
    </div>
  );
}
