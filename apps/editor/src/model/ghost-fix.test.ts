import { applyTextEdits } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { findGhostFix, otherGhostFixes } from './ghost-fix.ts';
import { openPipelineDocument } from './pipeline-document.ts';

const { reading } = openPipelineDocument(
  JSON.stringify({
    name: 'x',
    version: '1.0.0',
    stages: [
      { id: 'fetch-log', component: 'logger', config: { message: 'm' } },
      { id: 'a', component: 'logger', depends_on: ['fetch-logs'], config: { message: 'm' } },
    ],
  }),
);

describe('findGhostFix', () => {
  it('defines the stage', () => {
    const [ghost] = reading.ghosts;
    const fix = ghost && findGhostFix(reading, ghost);
    expect(openPipelineDocument(applyTextEdits(reading.text, fix?.edits ?? [])).reading.ghosts).toEqual([]);
  });
});

describe('otherGhostFixes', () => {
  it('offers the name of a stage that is there', () => {
    const [ghost] = reading.ghosts;
    const titles = ghost && otherGhostFixes(reading, ghost).map(({ title }) => title);
    expect(titles).toEqual([expect.stringContaining('"fetch-log"')]);
  });
});
