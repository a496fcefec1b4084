import { describe, expect, it } from 'vitest';
import { drawMermaid } from './draw-mermaid.ts';

describe('drawMermaid', () => {
  it('draws nothing that nobody waits for any more', async () => {
    const overtaken = new AbortController();
    const drawn = drawMermaid('flowchart TD', false, overtaken.signal);
    overtaken.abort();
    await expect(drawn).rejects.toMatchObject({ name: 'AbortError' });
  });
});
