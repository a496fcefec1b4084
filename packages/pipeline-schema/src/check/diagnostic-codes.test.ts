import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES } from './diagnostic-codes.ts';

describe('the codes of diagnostics', () => {
  const page = readFileSync(new URL('../../../../docs/file-format.md', import.meta.url), 'utf8');
  const rows = page.slice(page.indexOf('## Findings')).matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| (E|W|E\/W) \|/gm);
  const documented = [...rows].flatMap(([, codes = '', severity = '']) =>
    [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code]) => `${code} ${severity}`),
  );

  it('are all on the page of the file format, with their severity, and no others', () => {
    const known = Object.entries(DIAGNOSTIC_CODES).map(([code, { severity }]) => {
      if (code === 'unknown-key' || code === 'inexact-number') return `${code} E/W`;
      return `${code} ${severity === 'error' ? 'E' : 'W'}`;
    });
    expect(documented.sort()).toEqual(known.sort());
  });
});
