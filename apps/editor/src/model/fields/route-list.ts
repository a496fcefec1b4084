import type { Json } from '@flowmason/pipeline-schema';

/** A name for another route that none of `names` has: `route-3`. */
export function nextRouteName(names: readonly string[]): string {
  let number = names.length + 1;
  while (names.includes(`route-${number}`)) number += 1;
  return `route-${number}`;
}

/** The routes with the one at `index` one place further up or down; the first that fits is taken, so order matters. */
export function withRouteMoved(routes: readonly Json[], index: number, by: -1 | 1): readonly Json[] {
  const other = routes[index + by];
  const moved = routes[index];
  if (other === undefined || moved === undefined) return routes;
  return routes.map((route, at) => (at === index ? other : at === index + by ? moved : route));
}
