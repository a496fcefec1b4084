import { type ReactNode, Suspense } from 'react';
import { lazyPart } from '../api/lazy-part.ts';
import { type Draft, draftTimeText } from '../model/files/draft.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const ChangesView = lazyPart(async () => (await import('../features/diff/changes-view.tsx')).ChangesView, {
  isLoadedAhead: true,
});

/** What a draft would change of the text that is open. */
export function DraftComparison(props: {
  readonly draft: Draft;
  readonly openText: string;
  readonly onRestore: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { draft, openText } = props;
  const time = draftTimeText(draft.editedAtMs, Date.now());
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Unsaved changes from ${time}`}
      description="What restoring them would change."
      className="max-w-280"
      footer={
        <>
          <Button onClick={props.onClose}>Close</Button>
          <Button variant="primary" onClick={props.onRestore}>
            Restore
          </Button>
        </>
      }
    >
      <Suspense fallback={<Skeleton className="h-60" />}>
        <ChangesView
          before={{ label: 'What is open now', text: openText }}
          after={{ label: `The changes from ${time}`, text: draft.text }}
        />
      </Suspense>
    </Dialog>
  );
}
