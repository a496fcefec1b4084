import { describe, expect, it } from 'vitest';
import { trySample } from './try-sample.ts';

const UNKNOWN = { kind: 'unknown', message: 'stages.ping.output.body is known after a run.' } as const;
const KNOWN = { kind: 'value', value: { a: 1 }, exampleIds: [], warnings: [], traces: [] } as const;

describe('trySample', () => {
  it('is empty and says why while only a run can tell the data', () => {
    const sample = trySample(undefined, { preview: UNKNOWN, data: '{{stages.ping.output.body}}' });
    expect(sample).toEqual({ text: '', isOwn: false, missing: UNKNOWN.message });
  });

  it('is what a person wrote, whatever the pipeline gives', () => {
    const own = { text: '{"b": 2}', isOwn: true, missing: undefined };
    expect([UNKNOWN, KNOWN].map((preview) => trySample('{"b": 2}', { preview, data: null }))).toEqual([own, own]);
  });

  it('stays empty for a person who has emptied it', () => {
    expect(trySample('', { preview: KNOWN, data: null })).toEqual({ text: '', isOwn: true, missing: undefined });
  });

  it('is the previewed value, else the value that stands there', () => {
    expect(trySample(undefined, { preview: KNOWN, data: '{{input}}' }).text).toBe('{\n  "a": 1\n}');
    expect(trySample(undefined, { preview: undefined, data: [] }).text).toBe('[]');
  });
});
