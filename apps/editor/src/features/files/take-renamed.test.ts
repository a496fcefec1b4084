import type { PipelineFile } from '@flowmason/pipeline-schema';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import { pipelineFileQuery } from '../../api/queries.ts';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit, undo } from '../../store/gestures.ts';
import { takeRenamed } from './take-renamed.ts';

const BEFORE = fileOf('{"name": "before", "stages": []}', 'one');
const AFTER = fileOf('{"name": "after", "stages": []}', 'two');

function fileOf(text: string, etag: string, id = 'pipelines/p'): PipelineFile {
  return { id, path: `${id}.pipeline.json`, text, etag, updated_at: '2026-11-22T12:00:00.000Z' };
}

function edited() {
  return useEditorStore.getState().edited ?? expect.fail('nothing is open');
}

beforeEach(() => useEditorStore.getState().openDocument(BEFORE, openPipelineDocument(BEFORE.text)));

describe('takeRenamed', () => {
  it('goes on with the new text as what is saved, so that the file shows no change by somebody else', async () => {
    const queryClient = new QueryClient();
    await takeRenamed(queryClient, AFTER);
    expect([edited().base, edited().text]).toEqual([AFTER, AFTER.text]);
    expect(queryClient.getQueryData(pipelineFileQuery(AFTER.id).queryKey)).toEqual(AFTER);
  });

  it('can be undone', async () => {
    await takeRenamed(new QueryClient(), AFTER);
    undo();
    expect([edited().base, edited().text]).toEqual([AFTER, BEFORE.text]);
  });

  it('leaves the open file alone when it was moved', async () => {
    await takeRenamed(new QueryClient(), fileOf(AFTER.text, 'two', 'team/p'));
    expect([edited().base, edited().text]).toEqual([BEFORE, BEFORE.text]);
  });

  it('leaves alone what was edited meanwhile', async () => {
    makeEdit([{ start: 0, end: 0, text: ' ' }], { label: 'Type' });
    await takeRenamed(new QueryClient(), AFTER);
    expect([edited().base, edited().text]).toEqual([BEFORE, ` ${BEFORE.text}`]);
  });
});
