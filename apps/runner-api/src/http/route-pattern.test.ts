import { describe, expect, it } from 'vitest';
import { routePatternOf } from './route-pattern.ts';

describe('routePatternOf', () => {
  it.each([
    ['/api/v1/runs/0mws-1/events', '/api/v1/runs/{id}/events'],
    ['/api/v1/runs/', '/api/v1/runs'],
    ['/api/v1/pipelines/a/b/c', '/api/v1/pipelines/{id}'],
    ['/api/v1/secret-guess', 'none'],
    ['/api/v2/runs', 'none'],
    ['/readyz', '/readyz'],
    ['/assets/app-1a2b.js', 'editor'],
    ['/%E0%A4%A', 'editor'],
  ])('calls %s %s', (path, pattern) => {
    expect(routePatternOf(path)).toBe(pattern);
  });
});
