import type { RunSummary } from '@flowmason/pipeline-schema';
import { isHeldByDamage } from '../damaged-run.ts';

/** What to say of an open run on which nobody works, because no process has the directory that it is in. */
export function standsStillNote({ held, undecided }: Pick<RunSummary, 'held' | 'undecided'>): string {
  if (held !== undefined && isHeldByDamage(held)) return 'nobody works on it: restore a backup';
  if (held !== undefined) return 'nobody works on it: fm resume or fm cancel';
  return `nobody works on it: ${undecided === undefined ? 'fm serve or fm resume' : 'fm serve'}`;
}
