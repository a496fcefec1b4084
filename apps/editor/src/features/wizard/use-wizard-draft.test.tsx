// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseWizardAddress } from '../../model/wizard/wizard-address.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { useWizardDraft } from './use-wizard-draft.ts';

const ADDRESS = parseWizardAddress(new URLSearchParams({ file: 'p', draft: 'a' }));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('useWizardDraft', () => {
  it('begins each time with the file as it is then', async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    const client = new QueryClient();
    const texts = [textOf('first'), textOf('second')];
    const read: (string | undefined)[] = [];
    for (const text of texts) {
      serve(text);
      const root = createRoot(document.createElement('div'));
      await act(async () => root.render(<Wizard client={client} />));
      await vi.waitFor(() => act(async () => expect(useWizardStore.getState().draft).toBeDefined()));
      read.push(useWizardStore.getState().draft?.original);
      await act(async () => root.unmount());
      useWizardStore.getState().close();
      await vi.waitFor(() => expect(client.getQueryCache().findAll({ queryKey: ['wizard'] })).toEqual([]));
    }
    expect(read).toEqual(texts);
  });
});

function Wizard({ client }: { readonly client: QueryClient }): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <Draft />
    </QueryClientProvider>
  );
}

function Draft(): ReactNode {
  useWizardDraft(ADDRESS, () => undefined);
  return null;
}

function serve(text: string): void {
  const file = { id: 'p', path: 'p.pipeline.json', text, etag: 'e', updated_at: '2026-11-22T12:00:00Z' };
  vi.stubGlobal('fetch', async () => Response.json(file));
}

function textOf(name: string): string {
  return JSON.stringify({ name, version: '1.0.0', stages: [] });
}
