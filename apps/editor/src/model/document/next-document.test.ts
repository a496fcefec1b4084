import { describe, expect, it } from 'vitest';
import { toNextDocument } from './next-document.ts';
import { openPipelineDocument } from './pipeline-document.ts';
import { fromReadingMessage, readToMessage } from './reading-message.ts';

const logger = (id: string, message: string) => ({ id, component: 'logger', config: { message } });
const write = (...stages: readonly unknown[]) => JSON.stringify({ name: 'p', version: '1.0.0', stages }, null, 2);
const read = (text: string) => fromReadingMessage(readToMessage(text));

const text = write(logger('a', 'one'), logger('b', 'two'));
const last = openPipelineDocument(text);

describe('toNextDocument', () => {
  it('keeps stages, cards and graph when only blanks have changed', () => {
    const next = toNextDocument(last, read(`${text}\n`));
    expect(next.reading.text).toBe(`${text}\n`);
    expect([next.reading.pipeline, next.graph, next.cards]).toEqual([last.reading.pipeline, last.graph, last.cards]);
    expect(next.reading.pipeline).toBe(last.reading.pipeline);
    expect(next.graph).toBe(last.graph);
    expect(next.cards).toBe(last.cards);
  });

  it('keeps the other stages and their cards when one has changed', () => {
    const next = toNextDocument(last, read(write(logger('a', 'ONE'), logger('b', 'two'))));
    expect(next.graph?.stages.get('b')).toBe(last.graph?.stages.get('b'));
    expect(next.cards[1]).toBe(last.cards[1]);
    expect(next.graph?.stages.get('a')?.config).toEqual({ message: 'ONE' });
  });

  it('knows a stage again that has moved in the list', () => {
    const next = toNextDocument(last, read(write(logger('new', 'x'), logger('a', 'one'), logger('b', 'two'))));
    expect(next.graph?.stages.get('b')).toBe(last.graph?.stages.get('b'));
    expect(next.cards.map(({ id }) => id)).toEqual(['new', 'a', 'b']);
  });

  it('keeps the last good stages while the text is broken, and finds back when it is whole again', () => {
    const broken = toNextDocument(last, read(text.slice(0, -4)));
    expect(broken.isStale).toBe(true);
    expect(broken.graph).toBe(last.graph);
    expect(broken.reading.diagnostics.map(({ code }) => code)).toContain('not-json');
    const whole = toNextDocument(broken, read(text));
    expect(whole.isStale).toBe(false);
    expect(whole.graph).toBe(last.graph);
    expect(whole.reading.diagnostics).toEqual([]);
    expect(whole.reading.isRunnable).toBe(true);
  });
});
