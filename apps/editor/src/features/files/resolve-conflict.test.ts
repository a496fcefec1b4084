import type { PipelineFile } from '@flowmason/pipeline-schema';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit, undo } from '../../store/gestures.ts';
import { saveAsCopy } from './resolve-conflict.ts';

const BASE = fileOf('{"name": "base", "stages": []}', 'one');
const THEIRS = fileOf('{"name": "theirs", "stages": []}', 'two');
const MINE = ` ${BASE.text}`;

function fileOf(text: string, etag: string, id = 'pipelines/p'): PipelineFile {
  return { id, path: `${id}.pipeline.json`, text, etag, updated_at: '2026-11-22T12:00:00.000Z' };
}

function open(file: PipelineFile): void {
  useEditorStore.getState().openDocument(file, openPipelineDocument(file.text));
}

function edited() {
  return useEditorStore.getState().edited ?? expect.fail('nothing is open');
}

/** A server without pipelines, which writes one and then lets `meanwhile` happen before its answer arrives. */
function serve(meanwhile: () => void): { readonly written: unknown[] } {
  const written: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, { method, body }: RequestInit = {}) => {
    if (method !== 'POST') return Response.json([]);
    const file = JSON.parse(String(body));
    written.push(file);
    meanwhile();
    return Response.json(fileOf(file.text, 'copy', file.id));
  });
  return { written };
}

beforeEach(() => {
  open(BASE);
  makeEdit([{ start: 0, end: 0, text: ' ' }], { label: 'Type' });
  useEditorStore.getState().reportDiskChange({ kind: 'changed', file: THEIRS });
});
afterEach(() => vi.unstubAllGlobals());

describe('saveAsCopy', () => {
  it('writes what was edited beside the file, and goes on with what stands on the disk', async () => {
    const { written } = serve(() => undefined);
    expect(await saveAsCopy(new QueryClient(), THEIRS)).toMatchObject({ hasTakenTheirs: true });
    expect(written).toEqual([{ id: 'pipelines/p-copy', text: MINE }]);
    expect([edited().base, edited().text, useEditorStore.getState().diskChange]).toEqual([
      THEIRS,
      THEIRS.text,
      undefined,
    ]);
    undo();
    expect(edited().text).toBe(MINE);
  });

  it('leaves what was typed while the copy was written, and the conflict with it', async () => {
    serve(() => makeEdit([{ start: 0, end: 0, text: '\n' }], { label: 'Type' }));
    expect(await saveAsCopy(new QueryClient(), THEIRS)).toMatchObject({ hasTakenTheirs: false });
    expect([edited().base, edited().text]).toEqual([BASE, `\n${MINE}`]);
    expect(useEditorStore.getState().diskChange).toEqual({ kind: 'changed', file: THEIRS });
  });

  it('leaves another pipeline alone that was opened while the copy was written', async () => {
    const other = fileOf('{"name": "other", "stages": []}', 'three', 'pipelines/other');
    serve(() => open(other));
    expect(await saveAsCopy(new QueryClient(), THEIRS)).toMatchObject({ hasTakenTheirs: false });
    expect([edited().base, edited().text, edited().history.past]).toEqual([other, other.text, []]);
  });

  it('goes on with what stands on the disk when that has changed once more', async () => {
    const newer = fileOf('{"name": "newer", "stages": []}', 'four');
    serve(() => useEditorStore.getState().reportDiskChange({ kind: 'changed', file: newer }));
    await saveAsCopy(new QueryClient(), THEIRS);
    expect([edited().base, edited().text]).toEqual([newer, newer.text]);
  });
});
