// @vitest-environment happy-dom
import type { Environments } from '@flowmason/pipeline-schema';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { RunDialog } from './run-dialog.tsx';

const TEXT = '{"name": "p", "version": "1.0.0", "stages": []}';
const GOOD: Environments = {
  profiles: [],
  situations: [{ name: 'all-good', title: 'All good', description: '', pipelines: [] }],
};

let root: Root | undefined;

afterEach(async () => {
  await act(async () => root?.unmount());
  root = undefined;
  vi.unstubAllGlobals();
});

/** The dialog before a server that answers what it runs against with `environments`, and what it was asked to start. */
async function openDialog(environments: () => Promise<Response>, onSave?: () => Promise<boolean>) {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const started: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, { method, body }: RequestInit = {}) => {
    if (method !== 'POST') return environments();
    started.push(JSON.parse(String(body)));
    return Response.json({ id: 'run_1' }, { status: 202 });
  });
  const file = { id: 'p', path: 'p.pipeline.json', text: TEXT, etag: 'e', updated_at: '2026-11-22T12:00:00Z' };
  const shown = createRoot(document.body.appendChild(document.createElement('div')));
  root = shown;
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await act(async () =>
    shown.render(
      <QueryClientProvider client={queryClient}>
        <Tooltip.Provider>
          <RunDialog
            opened={{ file, ...openPipelineDocument(TEXT), isStale: false }}
            hasUnsavedChanges={onSave !== undefined}
            onSave={onSave ?? (() => Promise.resolve(true))}
            onClose={() => undefined}
            onStarted={() => undefined}
          />
        </Tooltip.Provider>
      </QueryClientProvider>,
    ),
  );
  await settle();
  return { started, close: () => act(async () => shown.unmount()) };
}

/** Lets what has been answered arrive on the page. */
function settle(): Promise<void> {
  return act(async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  });
}

async function pressCtrlEnter(): Promise<void> {
  const input = document.querySelector('#run-input') ?? expect.fail('there is no input');
  await act(async () => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
  });
  await settle();
}

function findButton(name: string): HTMLButtonElement {
  const buttons = [...document.querySelectorAll('button')];
  return buttons.find(({ textContent }) => textContent?.startsWith(name)) ?? expect.fail(`there is no ${name}`);
}

describe('RunDialog', () => {
  it('starts the simulated services where all goes well, as long as nothing else is chosen', async () => {
    const { started } = await openDialog(async () => Response.json(GOOD));
    await pressCtrlEnter();
    expect(started).toEqual([{ pipeline: 'p', input: {}, trigger: 'editor', sandbox: 'all-good' }]);
  });

  it('starts nothing while it is not known what there is to run against', async () => {
    const { started } = await openDialog(() => new Promise(() => undefined));
    await pressCtrlEnter();
    expect([started, findButton('Start').disabled]).toEqual([[], true]);
  });

  it('starts nothing when that could not be loaded, and loads it anew when asked to', async () => {
    let isBroken = true;
    const { started } = await openDialog(async () => {
      return isBroken ? Response.json({ title: 'Broken', status: 500 }, { status: 500 }) : Response.json(GOOD);
    });
    await pressCtrlEnter();
    expect(started).toEqual([]);
    isBroken = false;
    await act(async () => findButton('Try again').click());
    await settle();
    await pressCtrlEnter();
    expect(started).toEqual([{ pipeline: 'p', input: {}, trigger: 'editor', sandbox: 'all-good' }]);
  });

  it('starts what was saved', async () => {
    const { started } = await openDialog(
      async () => Response.json(GOOD),
      async () => true,
    );
    await pressCtrlEnter();
    expect(started).toHaveLength(1);
  });

  it('starts nothing when it is closed before what is unsaved has been saved', async () => {
    const save = Promise.withResolvers<boolean>();
    const { started, close } = await openDialog(
      async () => Response.json(GOOD),
      () => save.promise,
    );
    await pressCtrlEnter();
    await close();
    save.resolve(true);
    await settle();
    expect(started).toEqual([]);
  });
});
