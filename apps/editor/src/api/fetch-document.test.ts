import { describe, expect, it } from 'vitest';
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
});
