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

const NAMED = { from: BEFORE.id, name: 'after' };

describe('takeRenamed', () => {
  it('goes on with the new text as what is saved, so that the file shows no change by somebody else', async () => {
    const queryClient = new QueryClient();
    await takeRenamed(queryClient, AFTER, NAMED);
    expect([edited().base, edited().text]).toEqual([AFTER, AFTER.text]);
    expect(queryClient.getQueryData(pipelineFileQuery(AFTER.id).queryKey)).toEqual(AFTER);
  });

  it('can be undone', async () => {
    await takeRenamed(new QueryClient(), AFTER, NAMED);
    undo();
    expect([edited().base, edited().text]).toEqual([AFTER, BEFORE.text]);
  });

  it('writes the name into what is not saved, which stays unsaved', async () => {
    makeEdit(INDENT, { label: 'Type' });
    await takeRenamed(new QueryClient(), AFTER, NAMED);
    expect([edited().base, edited().text]).toEqual([AFTER, ` ${AFTER.text}`]);
    undo();
    expect(edited().text).toBe(` ${BEFORE.text}`);
    undo();
    expect(edited().text).toBe(BEFORE.text);
  });

  it('lets what is not saved and its history go along to another place', async () => {
    const moved = fileOf(AFTER.text, 'two', 'team/p');
    makeEdit(INDENT, { label: 'Type' });
    await takeRenamed(new QueryClient(), moved, NAMED);
    expect(edited().base).toEqual(BEFORE);
    reopen(moved);
    expect([edited().base, edited().text]).toEqual([moved, ` ${AFTER.text}`]);
    undo();
    undo();
    expect(edited().text).toBe(BEFORE.text);
  });

  it('lets nothing go along to a file that is another one', async () => {
    makeEdit(INDENT, { label: 'Type' });
    await takeRenamed(new QueryClient(), fileOf(AFTER.text, 'two', 'team/p'), NAMED);
    const other = fileOf(BEFORE.text, 'three', 'team/other');
    reopen(other);
    expect([edited().base, edited().text, edited().history.past]).toEqual([other, other.text, []]);
  });

  it('shows both sides when the file that was moved had been changed by somebody else', async () => {
    const theirs = fileOf('{"name": "before", "stages": [], "version": "2.0.0"}', 'three', 'team/p');
    makeEdit(INDENT, { label: 'Type' });
    await takeRenamed(new QueryClient(), theirs, { from: BEFORE.id, name: undefined });
    reopen(theirs);
    expect([edited().base.etag, edited().text]).toEqual([BEFORE.etag, ` ${BEFORE.text}`]);
  });

  it('leaves a text alone that is too broken for a name', async () => {
    makeEdit([{ start: 0, end: BEFORE.text.length, text: '{"name": ' }], { label: 'Type' });
    await takeRenamed(new QueryClient(), AFTER, NAMED);
    expect([edited().base, edited().text]).toEqual([BEFORE, '{"name": ']);
  });

  it('leaves another pipeline alone that is open by now', async () => {
    await takeRenamed(new QueryClient(), AFTER, { from: 'pipelines/other', name: 'after' });
    expect([edited().base, edited().text]).toEqual([BEFORE, BEFORE.text]);
  });
});

const INDENT = [{ start: 0, end: 0, text: ' ' }];

/** As the page of the file does it. */
function reopen(file: PipelineFile): void {
  const { movedDocument, closeDocument, openDocument } = useEditorStore.getState();
  closeDocument();
  openDocument(
    file,
    openPipelineDocument(file.text),
    movedDocument?.edited.base.id === file.id ? movedDocument : undefined,
  );
}
