import { API_OPERATIONS } from './api-operations.ts';

/** The ids of pipelines are paths; all others are one part of the address. */
export function toExpression(path: string): RegExp {
  return new RegExp(`^${path.replace('/pipelines/{id}', '/pipelines/.+').replace(/\{[a-z_]+\}/g, '[^/]+')}/?$`);
}

const PATTERNS = [...new Set(API_OPERATIONS.map(({ path }) => path))].map((path) => ({
  name: `/api/v1${path}`,
  expression: toExpression(`/api/v1${path}`),
}));
const OTHERS = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * The route that serves a path, such as `/api/v1/runs/{id}`: one of few, and without anything that the caller chose.
 * `editor` is a page or a file of the editor, `none` an address of the API that does not exist.
 */
export function routePatternOf(path: string): string {
  if (OTHERS.has(path)) return path;
  if (!path.startsWith('/api')) return 'editor';
  return PATTERNS.find(({ expression }) => expression.test(path))?.name ?? 'none';
}
