import { TEMPLATES } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { findTemplates } from './template-search.ts';

const find = (search: string, category?: 'Data' | 'Patterns') =>
  findTemplates(TEMPLATES, { search, category }).map(({ id }) => id);

describe('findTemplates', () => {
  it('shows all when nothing is asked for', () => {
    expect(find('  ')).toEqual(TEMPLATES.map(({ id }) => id));
  });

  it('wants every word, in any order and case', () => {
    expect(find('Customer TICKET')).toEqual(['support-triage']);
  });

  it('finds by component', () => {
    expect(find('foreach')).toEqual(['health-monitor', 'batch-processing']);
  });

  it('keeps to a category', () => {
    expect(find('', 'Data')).toEqual(['data-etl']);
    expect(find('ticket', 'Data')).toEqual([]);
  });
});
