import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findReferences, referenceChoices } from './reference-list.ts';

const DOCUMENT = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    sample_input: { service: 'api', owner: { name: 'Ada' } },
    stages: [
      { id: 'poll-it', component: 'logger', config: { message: '{{secrets.TOKEN}}' } },
      { id: 'next', component: 'http_request', depends_on: ['poll-it'], config: { url: 'https://x.example' } },
    ],
  }),
);

const CHOICES = referenceChoices(DOCUMENT, { stageId: 'next', path: ['config', 'url'] }, undefined);

describe('referenceChoices', () => {
  it('begins with the inputs, parents before their members', () => {
    expect(CHOICES.slice(0, 4).map(({ apply, depth }) => [apply, depth])).toEqual([
      ['input', 0],
      ['input.service', 1],
      ['input.owner', 1],
      ['input.owner.name', 2],
    ]);
  });

  it('has the outputs of the stages upstream, and secrets by name', () => {
    const applied = CHOICES.map(({ apply }) => apply);
    expect(
      ['stages.poll-it.output.logged', 'stages.poll-it.status', 'secrets.TOKEN'].filter(
        (each) => !applied.includes(each),
      ),
    ).toEqual([]);
  });

  it('has functions and filters', () => {
    expect([...new Set(CHOICES.map(({ group }) => group))]).toEqual(['Values', 'Functions', 'Filters']);
  });

  it('has nothing for a field that is no template', () => {
    expect(referenceChoices(DOCUMENT, { stageId: 'next', path: ['name'] }, undefined)).toEqual([]);
  });
});

describe('findReferences', () => {
  it('finds what holds every word', () => {
    expect(findReferences(CHOICES, 'owner name').map(({ apply }) => apply)).toEqual(['input.owner.name']);
  });

  it('shows the first two levels while nothing is typed', () => {
    expect(findReferences(CHOICES, '').every(({ depth }) => depth < 2)).toBe(true);
  });
});
