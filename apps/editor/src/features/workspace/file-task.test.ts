import type { PipelineFile } from '@flowmason/pipeline-schema';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FileTask, performFileTask } from './file-task.ts';

const TEXT = '{"name": "p", "stages": []}';
const SUBJECT = { id: 'p', name: 'p' };
const MOVE: FileTask = { kind: 'rename', subject: SUBJECT };

/** A server with the pipeline `p`, which answers the removal of that as it is told, and every request that it gets. */
function serve(onRemove: (files: Map<string, string>) => Response = removeOld) {
  const files = new Map([['p', TEXT]]);
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    asked.push(`${method} ${id}`);
    if (method === 'POST') {
      const file = JSON.parse(String(body));
      files.set(file.id, file.text);
      return Response.json(fileOf(file.id, file.text), { status: 201 });
    }
    if (method === 'DELETE' && id === 'p') return onRemove(files);
    const text = files.get(id);
    if (text === undefined) return refuse(404);
    if (method === 'GET') return Response.json(fileOf(id, text));
    files.delete(id);
    return new Response(null, { status: 204 });
  });
  return { files, asked };
}

function removeOld(files: Map<string, string>): Response {
  files.delete('p');
  return new Response(null, { status: 204 });
}

function refuse(status: number): Response {
  return Response.json(
    { type: 'about:blank', title: 'Refused', status, detail: `Refused with ${status}.` },
    { status },
  );
}

function fileOf(id: string, text: string): PipelineFile {
  return { id, path: `${id}.pipeline.json`, text, etag: 'e', updated_at: '2026-11-22T12:00:00.000Z' };
}

afterEach(() => vi.unstubAllGlobals());

describe('performFileTask', () => {
  it('moves a file', async () => {
    const { files } = serve();
    await expect(move()).resolves.toMatchObject({ id: 'q' });
    expect([...files]).toEqual([['q', TEXT]]);
  });

  it('leaves one file, the old one, when its removal is refused', async () => {
    const { files } = serve(() => refuse(412));
    await expect(move()).rejects.toThrow('Refused with 412.');
    expect([...files]).toEqual([['p', TEXT]]);
  });

  it('keeps the new file when somebody else has removed the old one', async () => {
    const { files } = serve((all) => {
      all.delete('p');
      return refuse(404);
    });
    await expect(move()).resolves.toMatchObject({ id: 'q' });
    expect([...files]).toEqual([['q', TEXT]]);
  });

  it('copies a text that it is given without asking for the file', async () => {
    const { files, asked } = serve();
    const text = ` ${TEXT}`;
    await performFileTask(
      new QueryClient(),
      { kind: 'duplicate', subject: { ...SUBJECT, text } },
      { name: 'p', id: 'q' },
    );
    expect([files.get('q'), asked.filter((request) => request.startsWith('GET'))]).toEqual([text, []]);
  });
});

function move(): Promise<PipelineFile> {
  return performFileTask(new QueryClient(), MOVE, { name: 'p', id: 'q' });
}
