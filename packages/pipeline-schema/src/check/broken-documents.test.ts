import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testCatalog } from '../catalog.test-support.ts';
import { readPipeline } from '../read-pipeline.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import { DIAGNOSTIC_CODES } from './diagnostic-codes.ts';

const FOLDER = new URL('../../test-data/broken/', import.meta.url);
const Expectation = z.object({ file: z.string(), code: z.string(), pointer: z.string(), severity: z.string() });
const expectations = z.array(Expectation).parse(JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')));

function read(text: string) {
  return readPipeline(text, { components: testCatalog });
}

function documentOf(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

describe('the broken documents', () => {
  it('are all expected, and each once', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'expected.json');
    expect(expectations.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(expectations)('$file has $code at "$pointer"', ({ file, code, pointer, severity }) => {
    const found = read(documentOf(file)).diagnostics.map((each) => [each.code, each.pointer, each.severity]);
    expect(found).toContainEqual([code, pointer, severity]);
  });

  it.each(expectations)('$file has nothing wrong of another code', ({ file, code }) => {
    const codes = read(documentOf(file)).diagnostics.map((each) => each.code);
    expect(new Set(codes)).toEqual(new Set([code]));
  });

  const fixes = expectations.flatMap(({ file }) =>
    read(documentOf(file)).diagnostics.flatMap(({ code, message, fixes }) =>
      fixes.map(({ title, edits }) => ({ file, code, title, message, edits })),
    ),
  );

  it.each(fixes)('$file: after "$title" it is JSON, and has one $code less', ({ file, code, edits }) => {
    const text = documentOf(file);
    const fixed = applyTextEdits(text, edits);
    const count = (of: string) => read(of).diagnostics.filter((each) => each.code === code).length;
    expect(() => JSON.parse(fixed)).not.toThrow();
    expect(count(fixed)).toBe(count(text) - 1);
  });

  it('cover every code but those that need a huge document, or a fault that no template shows before it runs', () => {
    const covered = new Set(expectations.map(({ code }) => code));
    const missing = Object.keys(DIAGNOSTIC_CODES).filter((code) => !covered.has(code));
    expect(missing.sort()).toEqual([
      'limit-size',
      'limit-stages',
      'template-limit',
      'template-style',
      'template-value',
    ]);
  });
});
