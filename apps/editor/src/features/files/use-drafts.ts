import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { readDrafts, removeDraft, writeDraft } from '../../api/drafts.ts';
import { type EditSession, liveSessions, startEditSession } from '../../api/edit-session.ts';
import { pipelineFileQuery } from '../../api/queries.ts';
import { diffEdit } from '../../model/document/text-history.ts';
import { type Draft, draftTimeText, sortDrafts } from '../../model/files/draft.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { countTabs } from './count-tabs.ts';
import { keepDrafts, tellUnkept } from './keep-drafts.ts';

/** The drafts of an open pipeline that other sessions left behind, the latest first, and what a person may do with them. */
export interface OfferedDrafts {
  readonly offered: readonly Draft[];
  /** Takes the draft's text up as one gesture; it is this session's own draft from then on. */
  restore(draft: Draft): void;
  /** Throws the draft away; a toast gives it back. */
  discard(draft: Draft): void;
}

/**
 * Keeps what is edited and not saved in this browser for as long as the caller is mounted, each session for itself, and
 * offers what earlier sessions left. The pipeline has been opened by an effect before.
 */
export function useDrafts(pipelineId: string): OfferedDrafts {
  const [session, setSession] = useState<EditSession>();
  const [offered, setOffered] = useState<readonly Draft[]>(NONE);
  const queryClient = useQueryClient();

  useEffect(() => {
    const started = startEditSession(pipelineId);
    setSession(started);
    const stopKeeping = keepDrafts(pipelineId, started.id);
    const stopCounting = countTabs(pipelineId, started);
    let isCurrent = true;
    findOffered(pipelineId, started.id).then((drafts) => isCurrent && setOffered(drafts), tellUnkept);
    return () => {
      isCurrent = false;
      stopKeeping();
      stopCounting();
      setOffered(NONE);
    };
  }, [pipelineId]);

  const forget = useCallback(
    (draft: Draft) => setOffered((drafts) => drafts.filter((other) => other.sessionId !== draft.sessionId)),
    [],
  );
  const restore = useCallback(
    (draft: Draft) => {
      if (!session) return;
      takeUp(draft);
      forget(draft);
      // Only when it is this session's own is the old one let go of.
      writeDraft({ ...draft, sessionId: session.id })
        .then(() => removeDraft(draft))
        .catch(tellUnkept);
      // A draft of an older file shows at once that the file has moved on.
      void queryClient.invalidateQueries({ queryKey: pipelineFileQuery(pipelineId).queryKey, exact: true });
    },
    [session, forget, queryClient, pipelineId],
  );
  const discard = useCallback(
    (draft: Draft) => {
      forget(draft);
      removeDraft(draft).catch(tellUnkept);
      toast(`Discarded the changes from ${draftTimeText(draft.editedAtMs, Date.now())}.`, {
        action: {
          label: 'Undo',
          onClick: () => {
            writeDraft(draft).catch(tellUnkept);
            setOffered((drafts) => [draft, ...drafts]);
          },
        },
      });
    },
    [forget],
  );
  return { offered, restore, discard };
}

const NONE: readonly Draft[] = [];

async function findOffered(pipelineId: string, ownId: string): Promise<readonly Draft[]> {
  const [drafts, live] = await Promise.all([readDrafts(pipelineId), liveSessions(pipelineId)]);
  const { edited } = useEditorStore.getState();
  if (edited?.base.id !== pipelineId) return NONE;
  const { offered, obsolete } = sortDrafts(drafts, {
    savedText: edited.base.text,
    liveSessions: new Set([...live, ownId]),
  });
  await Promise.all(obsolete.map(removeDraft));
  return offered;
}

function takeUp(draft: Draft): void {
  const { edited, rebaseDocument } = useEditorStore.getState();
  if (!edited) return;
  const time = draftTimeText(draft.editedAtMs, Date.now());
  makeEdit([diffEdit(edited.text, draft.text)], { label: `Restore the changes from ${time}` });
  rebaseDocument(draft.base);
}
