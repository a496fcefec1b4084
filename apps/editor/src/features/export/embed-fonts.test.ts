import { afterEach, describe, expect, it, vi } from 'vitest';
import { embedFonts } from './embed-fonts.ts';

afterEach(() => vi.unstubAllGlobals());

/** A page with one style sheet, whose rules cannot be had. */
function showPage(error: Error): void {
  const sheet = {
    get cssRules(): never {
      throw error;
    },
  };
  vi.stubGlobal('document', { styleSheets: [sheet] });
}

describe('embedFonts', () => {
  it('does without the style sheets that the browser does not let the page read', async () => {
    showPage(new DOMException('Cannot access rules', 'SecurityError'));
    expect(await embedFonts()).toBe('');
  });

  it('says every other failure', async () => {
    showPage(new TypeError('broken'));
    await expect(embedFonts()).rejects.toThrow('broken');
  });
});
