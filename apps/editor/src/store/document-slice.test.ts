import { beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand';
import { openPipelineDocument } from '../model/document/pipeline-document.ts';
import { createDocumentSlice, type DocumentSlice } from './document-slice.ts';

const write = (message: string) =>
  JSON.stringify({ name: 'p', version: '1.0.0', stages: [{ id: 'a', component: 'logger', config: { message } }] });
const [first, second, third] = [write('1'), write('2'), write('3')];

let store: StoreApi<DocumentSlice>;

function type(text: string): void {
  const { edited, commitGesture } = store.getState();
  const steps = [[{ start: 0, end: edited?.text.length ?? 0, text }]];
  commitGesture({ label: 'Type', coalesceKey: undefined, steps, selectedBefore: [], selectedAfter: [], atMs: 0 });
}

function receive(text: string): string | undefined {
  store.getState().receiveReading(openPipelineDocument(text));
  return store.getState().shownDocument?.reading.text;
}

beforeEach(() => {
  store = createStore<DocumentSlice>()(createDocumentSlice);
  const file = { id: 'p', path: 'p.pipeline.json', text: first, etag: '"1"', updated_at: '2026-11-22T12:00:00Z' };
  store.getState().openDocument(file, openPipelineDocument(first));
});

describe('receiveReading', () => {
  it('shows what was found in the present text', () => {
    type(second);
    expect(receive(second)).toBe(second);
  });

  it('shows what was found in a text that was left meanwhile, until the present one is read', () => {
    type(second);
    type(third);
    expect([receive(second), receive(third)]).toEqual([second, third]);
  });

  it('keeps what is shown of the present text when a reading of another one comes late', () => {
    type(second);
    store.getState().undoGesture();
    expect(receive(second)).toBe(first);
  });

  it('shows nothing of a document that was closed', () => {
    store.getState().closeDocument();
    expect(receive(first)).toBeUndefined();
  });
});
