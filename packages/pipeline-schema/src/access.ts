import { z } from 'zod';

/** What a caller may do, least first: look; also edit, start and end runs; also secrets, tokens and the audit log. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** True when `role` includes what `needed` may do. */
export function isRoleAtLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** `GET /session`: who the caller is to the server. `role` and `name` are null for nobody, which happens only where a token is `required`. */
export const Session = z.object({ required: z.boolean(), role: Role.nullable(), name: z.string().nullable() });
export type Session = z.infer<typeof Session>;
