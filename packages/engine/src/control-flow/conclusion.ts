import type { Failure, Json } from '@flowmason/pipeline-schema';
import type { Skip } from './skip.ts';

/** How a trycatch or foreach ends. `output` of a failed one is kept for those who look at it later. */
export type BlockConclusion =
  | { readonly type: 'succeeded'; readonly output: Json }
  | { readonly type: 'failed'; readonly error: Failure; readonly handled: boolean; readonly output: Json }
  | { readonly type: 'cancelled'; readonly reason: string }
  | { readonly type: 'skipped'; readonly skip: Skip };
