import type { Diagnostic } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { filterProblems, groupProblems, toProblems } from './problem-list.ts';

const { reading } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'a', component: 'logger', depends_on: ['gone'], config: { message: '{{ input.x | uper }}' } },
      { id: 'b', component: 'http_request', depends_on: ['lost'], config: { url: 'https://x.example', methd: 'GET' } },
    ],
    settngs: {},
  }),
);
const problems = toProblems(reading);
const short = (list: readonly { stageId: string | undefined; diagnostic: { code: string }; field: string }[]) =>
  list.map(({ stageId, diagnostic, field }) => `${diagnostic.code} ${stageId ?? '-'} ${field}`);

describe('toProblems', () => {
  it('tells stage and field of every finding, in order of place', () => {
    expect(short(problems)).toEqual([
      'unknown-stage a depends_on › 0',
      'unknown-filter a config › message',
      'unknown-stage b depends_on › 0',
      'unknown-key b config › methd',
      'unknown-key - settngs',
    ]);
  });

  it('gives each a key of its own', () => {
    expect(new Set(problems.map(({ key }) => key)).size).toBe(problems.length);
  });

  it('tells equal findings apart, whatever stands between them, and however far down they are moved', () => {
    const [first, second] = reading.diagnostics;
    if (!first || !second) throw new Error('the document has two problems at least');
    const moved = { ...first, range: second.range };
    const keysOf = (...diagnostics: Diagnostic[]) => toProblems({ ...reading, diagnostics }).map(({ key }) => key);
    const keys = keysOf(first, second, first);
    expect(new Set(keys).size).toBe(3);
    expect(keysOf(moved, second, moved)).toEqual(keys);
  });
});

describe('filterProblems', () => {
  it('finds by words of message, kind, stage and field, in any case', () => {
    expect(short(filterProblems(problems, { search: 'GONE depends', severity: 'all' }))).toEqual([
      'unknown-stage a depends_on › 0',
    ]);
  });

  it('keeps one severity', () => {
    const severities = filterProblems(problems, { search: '', severity: 'warning' }).map((p) => p.diagnostic.severity);
    expect(new Set(severities).has('error')).toBe(false);
  });
});

describe('groupProblems', () => {
  it('groups by kind, with how many of each can be fixed', () => {
    const groups = groupProblems(problems, 'kind');
    expect(groups.find(({ code }) => code === 'unknown-stage')).toMatchObject({
      title: 'Unknown stage',
      errorCount: 2,
      fixableCount: 2,
    });
  });

  it('groups by stage, with the document as one of them', () => {
    expect(groupProblems(problems, 'stage').map(({ title, problems: { length } }) => [title, length])).toEqual([
      ['a', 2],
      ['b', 2],
      ['The document', 1],
    ]);
  });

  it('shows groups with errors first', () => {
    const titles = groupProblems([...problems].reverse(), 'severity').map(({ title }) => title);
    expect(titles[0]).toBe('Errors');
  });
});
