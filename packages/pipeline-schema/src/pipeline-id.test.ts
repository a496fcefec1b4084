import { describe, expect, it } from 'vitest';
import { checkPipelineId } from './pipeline-id.ts';

describe('checkPipelineId', () => {
  it.each(['deploy', 'team/roll back', 'a.b/c_d-1', 'nullable'])('lets "%s" name a file', (id) => {
    expect(checkPipelineId(id)).toBeUndefined();
  });

  it.each([
    '',
    '/',
    'a/',
    '/a',
    '..',
    'a/../b',
    '.hidden',
    'con',
    'nul.x',
    'node_modules/a',
    'a\0',
    'é',
    'a ',
    'x'.repeat(101),
  ])('refuses "%s" and says what an id may be', (id) => {
    expect(checkPipelineId(id)).toMatch(/cannot be the id of a pipeline: use names of letters/);
  });
});
