import { describe, expect, it } from 'vitest';
import { log } from '../canvas/diagram.test-support.ts';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { type EventSketch, journalOf, queued } from '../runs/run-events.test-support.ts';
import { ganttText } from './gantt-text.ts';

function ganttOf(stages: readonly object[], events: readonly EventSketch[] = []): string | undefined {
  const { graph, reading } = openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', stages }));
  if (!graph || !reading.pipeline) throw new Error('the test document cannot be read');
  return ganttText(reading.pipeline, graph, journalOf(events));
}

describe('ganttText', () => {
  it('draws the plan of the stages', () => {
    expect(ganttOf([log('tell')])).toMatch(/section stages\n {4}tell :/);
  });

  it('is nothing for a pipeline without stages', () => {
    expect(ganttOf([])).toBeUndefined();
  });

  it('is nothing for a run of which no stage has started', () => {
    expect(ganttOf([log('tell')], [queued({ tell: 'logger' })])).toBeUndefined();
  });

  it('draws a run as far as it went', () => {
    const events = [queued({ tell: 'logger' }), { type: 'stage.started', stage_id: 'tell', t: 5 } as const];
    expect(ganttOf([log('tell')], events)).toMatch(/tell \(running\) :/);
  });
});
