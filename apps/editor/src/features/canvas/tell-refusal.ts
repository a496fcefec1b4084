import { toast } from 'sonner';
import { useEditorStore } from '../../store/editor-store.ts';

/**
 * Says why a gesture was not done; while the text is broken, with the way to the place. Gives back whether it was done.
 */
export function tellRefusal(refusal: string | undefined): boolean {
  if (refusal === undefined) return true;
  const { shownDocument, showTab, revealPlace } = useEditorStore.getState();
  const place = shownDocument?.isStale ? shownDocument.reading.diagnostics[0]?.range : undefined;
  toast.error(refusal, {
    id: 'refusal',
    ...(place && {
      action: {
        label: 'Show the place',
        onClick: () => {
          if (useEditorStore.getState().tab !== 'split') showTab('json');
          revealPlace(place);
        },
      },
    }),
  });
  return false;
}
