import { isRoleAtLeast, type Role, type Session } from '@flowmason/pipeline-schema';

/**
 * Why whoever has `session` may not do what takes the role `needed`; undefined when it may be tried, also while nothing is known
 * of the session. The server decides: this only saves the way there.
 */
export function findRefusal(session: Session | undefined, needed: Role): string | undefined {
  if (!session?.role || isRoleAtLeast(session.role, needed)) return undefined;
  return `You are signed in as ${session.name}, who may only ${MAY[session.role]}. This takes the role ${needed}.`;
}

const MAY: Readonly<Record<Role, string>> = {
  viewer: 'look',
  operator: 'edit and run pipelines',
  admin: 'do everything',
};
