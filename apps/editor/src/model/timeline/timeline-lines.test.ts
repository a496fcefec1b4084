import { toTimeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { type EventSketch, journalOf, queued } from '../runs/run-events.test-support.ts';
import { SKIPPED_KEY, type TimelineLine, toTimelineLines } from './timeline-lines.ts';

const GRAPH = {
  scopeOf: new Map([
    ['try-it', 'block'],
    ['undo', 'block'],
    ['inner', 'block'],
    ['deep', 'inner'],
    ['call', 'each'],
  ]),
};

function linesOf(sketches: readonly EventSketch[], toggled: readonly string[] = []): readonly TimelineLine[] {
  return toTimelineLines(
    toTimeline(journalOf([queued({ block: 'trycatch', each: 'foreach' }), ...sketches])),
    GRAPH,
    new Set(toggled),
  );
}

function drawn(lines: readonly TimelineLine[]): readonly string[] {
  return lines.map(({ key, depth }) => `${'  '.repeat(depth)}${key}`);
}

function started(key: string): EventSketch {
  const id = key.slice(key.lastIndexOf('/') + 1);
  return { type: 'stage.started', stage_id: id, ...(id !== key && { instance: key }) };
}

const BLOCK = ['first', 'block', 'try-it', 'inner', 'deep', 'undo', 'last'].map(started);

describe('timeline lines', () => {
  it('put the members of a block under it', () => {
    expect(drawn(linesOf(BLOCK))).toEqual(['first', 'block', '  try-it', '  inner', '    deep', '  undo', 'last']);
  });

  it('hide everything inside a closed block, blocks in it too', () => {
    expect(drawn(linesOf(BLOCK, ['block']))).toEqual(['first', 'block', 'last']);
  });

  it('group a loop by its turns, in the order of the list', () => {
    const turns = ['each', 'each[1]/call', 'each[0]/call'].map(started);
    expect(drawn(linesOf(turns))).toEqual(['each', '  each[0]', '    each[0]/call', '  each[1]', '    each[1]/call']);
  });

  it('start with the turns of a long loop closed', () => {
    const turns = ['each', ...Array.from({ length: 20 }, (_, index) => `each[${index}]/call`)].map(started);
    expect(drawn(linesOf(turns, ['each[3]']))).toContain('    each[3]/call');
    expect(linesOf(turns)).toHaveLength(21);
  });

  it('put the skipped stages together at the end, closed', () => {
    const skipped: EventSketch = { type: 'stage.skipped', stage_id: 'late' };
    expect(linesOf([skipped, started('first'), { ...skipped, stage_id: 'later' }])).toMatchObject([
      { key: 'first' },
      { key: SKIPPED_KEY, count: 2, isOpen: false },
    ]);
  });

  it('show the skipped stages when asked', () => {
    const skipped: EventSketch = { type: 'stage.skipped', stage_id: 'late' };
    expect(drawn(linesOf([skipped], [SKIPPED_KEY]))).toEqual([SKIPPED_KEY, '  late']);
  });

  it('lose no row whose block has none', () => {
    expect(drawn(linesOf([started('try-it')]))).toEqual(['try-it']);
  });
});
