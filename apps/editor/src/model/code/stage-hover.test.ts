import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { tellStage } from './stage-hover.ts';

const document = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'a', component: 'logger', config: { message: 'hi' } },
      { id: 'b', name: '[x](y)', component: 'logger', depends_on: ['a', 'gone'], config: { message: 'hi' } },
    ],
  }),
);

describe('tellStage', () => {
  it('tells component, key fact and what the stage waits for, and takes nothing of it for Markdown', () => {
    expect(tellStage(document, 'b')).toEqual([
      '**\\[x\\]\\(y\\)** · Log',
      expect.stringContaining('hi'),
      'Waits for a, gone',
    ]);
  });

  it('says that a stage is not defined', () => {
    expect(tellStage(document, 'gone')).toEqual(['**gone** is not defined', '']);
  });
});
