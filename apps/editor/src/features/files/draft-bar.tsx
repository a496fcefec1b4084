import { FileClock } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Draft, draftTimeText } from '../../model/files/draft.ts';
import { Button } from '../../ui/button.tsx';
import type { OfferedDrafts } from './use-drafts.ts';

/** Offers what was edited and never saved; nothing when there is no such draft. */
export function DraftBar(props: {
  readonly drafts: OfferedDrafts;
  readonly onCompare: (draft: Draft) => void;
}): ReactNode {
  const { offered, restore, discard } = props.drafts;
  if (offered.length === 0) return null;
  return (
    <section aria-label="Unsaved changes" className="shrink-0 border-line border-b bg-accent-soft">
      <ul>
        {offered.map((draft) => {
          const time = draftTimeText(draft.editedAtMs, Date.now());
          return (
            <li key={draft.sessionId} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1">
              <FileClock size={14} className="shrink-0 text-accent" aria-hidden />
              <span className="min-w-0 flex-1">
                <strong className="font-semibold">Unsaved changes from {time}</strong>{' '}
                <span className="text-muted">were kept in this browser.</span>
              </span>
              <span className="flex items-center gap-1.5">
                <Button size="sm" variant="primary" onClick={() => restore(draft)}>
                  Restore
                </Button>
                <Button size="sm" onClick={() => props.onCompare(draft)}>
                  Compare
                </Button>
                <Button size="sm" variant="ghost" onClick={() => discard(draft)}>
                  Discard
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
