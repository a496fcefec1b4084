import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchDocument } from './fetch-document.ts';

const PAGE = new URL('http://127.0.0.1:8999/import');

describe('fetchDocument', () => {
  it.each([
    ['javascript:alert(1)', 'javascript:'],
    ['data:application/json,{}', 'data:'],
    ['blob:http://127.0.0.1:8999/4f0c', 'blob:'],
    ['file:///etc/passwd', 'file:'],
  ])('refuses %s by its scheme', async (address, scheme) => {
    await expect(fetchDocument(address, PAGE)).rejects.toThrow(
      `${scheme} is no address of a server. A page can only import from its own, http://127.0.0.1:8999`,
    );
  });

  it.each(['/a/%E0%A4%A', '/100%.json'])('refuses %s, which does not decode, before it asks', async (address) => {
    await expect(fetchDocument(address, PAGE)).rejects.toThrow(`${address} is no address: a “%” in it`);
  });

  it('refuses another origin by its name', async () => {
    await expect(fetchDocument('https://elsewhere.example/x.json', PAGE)).rejects.toThrow(
      'https://elsewhere.example is another origin.',
    );
  });

  it('gives the text of a file that the API answers with, as it is on disk', async () => {
    const text = '{ "name": "told", "stages": [] }\n';
    const file = {
      id: 'a/told',
      path: 'a/told.pipeline.json',
      etag: '"1"',
      text,
      updated_at: '2026-01-01T00:00:00.000Z',
    };
    const page = await serve(JSON.stringify(file));
    expect(await fetchDocument('/api/v1/pipelines/a%2Ftold', page)).toEqual({ fileName: 'told.pipeline.json', text });
  });

  it('gives any other answer as it is', async () => {
    const text = '{ "text": "no file of the API", "stages": [] }';
    const page = await serve(text);
    expect(await fetchDocument('/told.json', page)).toEqual({ fileName: 'told.json', text });
  });
});

/** The address of a server that answers everything with `body`. */
async function serve(body: string): Promise<URL> {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port and not on a pipe
  return new URL(`http://127.0.0.1:${port}/import`);
}
