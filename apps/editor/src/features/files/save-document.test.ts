import type { PipelineFile } from '@flowmason/pipeline-schema';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { saveDocument } from './save-document.ts';

const BASE = fileOf('{"name": "p", "stages": []}', 'etag-0');
const OTHER = fileOf('{"name": "other", "stages": []}', 'etag-0', 'pipelines/other');

function fileOf(text: string, etag: string, id = 'pipelines/p'): PipelineFile {
  return { id, path: `${id}.pipeline.json`, text, etag, updated_at: '2026-11-22T12:00:00.000Z' };
}

function open(file: PipelineFile): void {
  useEditorStore.getState().openDocument(file, openPipelineDocument(file.text));
}

function type(): void {
  makeEdit([{ start: 0, end: 0, text: ' ' }], { label: 'Type' });
}

/** A server that takes every text, each as soon as it is let; and what it was given. */
function serve() {
  const written: string[] = [];
  const letThrough: (() => void)[] = [];
  vi.stubGlobal('fetch', async (_path: string, { body }: RequestInit = {}) => {
    const { text } = JSON.parse(String(body));
    written.push(text);
    const etag = `etag-${written.length}`;
    await new Promise<void>((resolve) => letThrough.push(resolve));
    return Response.json(fileOf(text, etag));
  });
  const answerNext = (): Promise<void> => vi.waitFor(() => (letThrough.shift() ?? expect.fail('nothing was sent'))());
  return { written, answerNext };
}

beforeEach(() => open(BASE));
afterEach(() => vi.unstubAllGlobals());

describe('saveDocument', () => {
  it('writes nothing when nothing has changed', async () => {
    const { written } = serve();
    expect(await saveDocument(new QueryClient())).toBe(true);
    expect(written).toEqual([]);
  });

  it('waits for a saving that is under way, and has nothing to add to it', async () => {
    const { written, answerNext } = serve();
    type();
    const saved = Promise.all([saveDocument(new QueryClient()), saveDocument(new QueryClient())]);
    await answerNext();
    expect(await saved).toEqual([true, true]);
    expect(written).toEqual([` ${BASE.text}`]);
  });

  it('writes then what was typed since', async () => {
    const { written, answerNext } = serve();
    type();
    const first = saveDocument(new QueryClient());
    type();
    const second = saveDocument(new QueryClient());
    await answerNext();
    await answerNext();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(written).toEqual([` ${BASE.text}`, `  ${BASE.text}`]);
  });

  it('leaves another pipeline alone that was opened while it waited', async () => {
    const { written, answerNext } = serve();
    type();
    const first = saveDocument(new QueryClient());
    const second = saveDocument(new QueryClient());
    open(OTHER);
    type();
    await answerNext();
    expect(await Promise.all([first, second])).toEqual([true, false]);
    expect(written).toEqual([` ${BASE.text}`]);
  });
});
