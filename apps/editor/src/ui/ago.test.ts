import { describe, expect, it } from 'vitest';
import { formatAgo } from './ago.ts';

describe('formatAgo', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  it.each([
    ['2026-11-22T11:59:40.000Z', 'just now'],
    ['2026-11-22T11:55:00.000Z', '5 min ago'],
    ['2026-11-22T09:00:00.000Z', '3 h ago'],
    ['2026-11-21T10:00:00.000Z', 'yesterday'],
  ])('says %s as %s', (iso, text) => {
    expect(formatAgo(iso, now)).toBe(text);
  });
});
