import type { ReadingMemory } from '../reading-memory.ts';
import type { CheckContext } from './check-context.ts';

/** What the checks are given beside the document. */
export type CheckSource = Pick<CheckContext, 'text' | 'components' | 'reporter'> & { readonly memory: ReadingMemory };
