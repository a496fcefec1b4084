import { describe, expect, it } from 'vitest';
import { fixOfGhost } from './ghost-fix.ts';
import { openPipelineDocument } from './pipeline-document.ts';

describe('fixOfGhost', () => {
  it('gives the text of the stage that would define it', () => {
    const text = JSON.stringify(
      {
        name: 'x',
        version: '1.0.0',
        stages: [{ id: 'a', component: 'logger', depends_on: ['fetch-logs'], config: { message: 'm' } }],
      },
      null,
      2,
    );
    const { reading } = openPipelineDocument(text);
    const [ghost] = reading.ghosts;
    const fix = ghost && fixOfGhost(reading, ghost);
    expect(fix && JSON.parse(fix.text)).toMatchObject({ id: 'fetch-logs' });
  });
});
