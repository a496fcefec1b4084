import { applyTextEdits } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findGhostFix, otherGhostFixes } from './ghost-fix.ts';

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

describe('findGhostFix of two stages that one text names', () => {
  const message = '{{stages.lost-2.output}} {{stages.lost.output}}';
  const stages = [{ id: 'a', component: 'logger', config: { message } }];
  const document = openPipelineDocument(JSON.stringify({ name: 'x', version: '1.0.0', stages }));

  it.each(['lost', 'lost-2'])('defines %s', (id) => {
    const ghost = document.reading.ghosts.find((each) => each.id === id);
    const fix = ghost && findGhostFix(document.reading, ghost);
    const after = openPipelineDocument(applyTextEdits(document.reading.text, fix?.edits ?? []));
    expect(after.cards.map((card) => card.id)).toEqual(['a', id]);
  });
});

describe('otherGhostFixes', () => {
  it('offers the name of a stage that is there', () => {
    const [ghost] = reading.ghosts;
    const titles = ghost && otherGhostFixes(reading, ghost).map(({ title }) => title);
    expect(titles).toEqual([expect.stringContaining('"fetch-log"')]);
  });
});
