import type { OpenAccessFiles } from '../access.ts';
import { LOCAL_CALLER } from '../audit.ts';

/** What was done with a copy of a data directory. */
export interface CopyAct {
  readonly action: 'data.backup' | 'data.restore';
  /** Path of the copy. */
  readonly file: string;
  readonly detail: string;
}

/**
 * Records in the audit log of `data` that a copy was made of it, or that it was made of one. That comes behind the act, and does
 * not keep it from being done: a directory on a full or failing disk is just what has to be copied, and one that is restored is not
 * there before. When it cannot be recorded the person is told.
 */
export async function noteCopy(
  data: string,
  { action, file, detail }: CopyAct,
  openAccess: OpenAccessFiles,
): Promise<void> {
  const { audit } = await openAccess(data);
  const { name, role } = LOCAL_CALLER;
  audit.note({ actor: name, role, action, target: file, outcome: 'done', detail });
  await audit.close();
}
