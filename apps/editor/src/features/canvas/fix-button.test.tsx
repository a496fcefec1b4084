import type { PipelineFile } from '@flowmason/pipeline-schema';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { FixButton, makeFixOf } from './fix-button.tsx';

const PLAIN = '{"name": "p", "version": "1.0.0", "stages": []}';
const MARKED = `\uFEFF${PLAIN}`;

function firstFinding(text: string) {
  const { reading } = openPipelineDocument(text);
  return { reading, diagnostic: reading.diagnostics[0] ?? expect.fail('nothing was found') };
}

describe('FixButton', () => {
  it('offers to take a byte order mark out', () => {
    expect(renderToStaticMarkup(<FixButton {...firstFinding(MARKED)} />)).toContain(
      'aria-label="Fix: Remove the byte order mark"',
    );
  });

  it('is not there for what only a person can mend', () => {
    expect(renderToStaticMarkup(<FixButton {...firstFinding('{"name": ')} />)).toBe('');
  });
});

describe('makeFixOf', () => {
  const { reading, diagnostic } = firstFinding(MARKED);
  const fix = diagnostic.fixes[0] ?? expect.fail('there is no fix');

  it('takes the byte order mark out, and no other byte', () => {
    open(MARKED);
    makeFixOf(reading, fix);
    expect(useEditorStore.getState().edited?.text).toBe(PLAIN);
  });

  it('leaves a text alone that has changed since', () => {
    open(` ${MARKED}`);
    makeFixOf(reading, fix);
    expect(useEditorStore.getState().edited?.text).toBe(` ${MARKED}`);
  });
});

function open(text: string): void {
  const file: PipelineFile = { id: 'p', path: 'p.pipeline.json', text, etag: 'e', updated_at: '2026-11-22T12:00:00Z' };
  useEditorStore.getState().openDocument(file, openPipelineDocument(text));
}
