import type { RunSummary } from '@flowmason/pipeline-schema';

/** What to say of an open run on which nobody works, because no process has the directory that it is in. */
export function standsStillNote({ held, undecided }: Pick<RunSummary, 'held' | 'undecided'>): string {
  const isForPerson = held !== undefined || undecided !== undefined;
  return `nobody works on it: ${isForPerson ? 'fm serve' : 'fm serve or fm resume'}`;
}
