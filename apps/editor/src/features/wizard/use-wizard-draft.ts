import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { keepDraft, readKeptDraft } from '../../api/kept-wizard-drafts.ts';
import { pipelineFileQuery } from '../../api/queries.ts';
import { templateQuery } from '../../api/template-queries.ts';
import { newPipelineText } from '../../model/files/new-pipeline.ts';
import { sourceKey, type WizardAddress, type WizardSource } from '../../model/wizard/wizard-address.ts';
import { openDraft, type WizardDraft } from '../../model/wizard/wizard-draft.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import type { ShowInWizard } from './use-wizard-address.ts';

/**
 * Opens the draft that the address names, from what this tab has kept or from its source, and keeps it whenever it changes.
 * A draft gets its key at once, so that every step of the way back leads to it; a link without a key begins anew.
 */
export function useWizardDraft(
  { source, draft: key }: WizardAddress,
  show: ShowInWizard,
): { readonly error: Error | null; readonly isUnknown: boolean } {
  const name = source && sourceKey(source);
  const text = useQuery({
    queryKey: ['wizard', name ?? null],
    queryFn: ({ client }) => (source ? textOf(source, client) : null),
    enabled: source !== undefined,
    // A draft stands on one text for as long as it is shown, and the next one on the file as it is then.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const original = text.data;

  useEffect(() => {
    const { open, close } = useWizardStore.getState();
    if (name === undefined || typeof original !== 'string') {
      close();
      return;
    }
    if (key === undefined) {
      show({ draft: newKey() }, { replace: true });
      return;
    }
    const kept = readKeptDraft(key);
    open(openDraft(name, original, kept?.source === name ? kept : {}));
    // `show` only says where the page stands now, and must not open the draft anew.
  }, [name, original, key]);

  useEffect(() => {
    if (key === undefined) return;
    return useWizardStore.subscribe(({ draft }, before) => {
      if (draft && draft !== before.draft && draft.source === name) keepOrTell(key, draft);
    });
  }, [key, name]);

  return { error: text.error, isUnknown: original === null };
}

/** Keeps the draft; where the browser has no room left for it, the person hears of it once. */
function keepOrTell(key: string, draft: WizardDraft): void {
  try {
    keepDraft(key, draft);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const message =
      'The browser has no room to keep these changes over a reload. Export the pipeline before you leave.';
    toast.warning(message, { id: 'wizard-draft-not-kept' });
  }
}

/** Only tells the drafts of one tab apart, and has to work on pages without TLS too. */
function newKey(): string {
  return Math.random().toString(36).slice(2, 10);
}

/** The document of a source; null when there is no such template. */
async function textOf(source: WizardSource, client: QueryClient): Promise<string | null> {
  switch (source.kind) {
    case 'empty':
      return newPipelineText('my-pipeline');
    case 'template':
      return (await client.fetchQuery(templateQuery(source.id)))?.template.text ?? null;
    case 'file':
      return (await client.fetchQuery({ ...pipelineFileQuery(source.id), staleTime: 0 })).text;
  }
}
