import type { Request, Response } from 'express';

/** Where the cookie is sent: the pages need none. */
const PATH = '/api';

/**
 * The value of the session's cookie. Undefined when there is none, or more than one: then something has put one beside it.
 */
export function sessionCookieOf(req: Request, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const [value, ...more] = pairs.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
  return more.length > 0 ? undefined : value;
}

/** Lets the browser keep the session: out of reach of scripts, and sent with requests of our own pages only. */
export function setSessionCookie(
  req: Request,
  res: Response,
  { name, value, maxAgeMs }: { readonly name: string; readonly value: string; readonly maxAgeMs: number },
): void {
  // The page came over https when its origin says so, which the check of origins has compared with the host.
  const secure = req.get('Origin')?.toLowerCase().startsWith('https://') ?? false;
  res.cookie(name, value, { httpOnly: true, sameSite: 'strict', path: PATH, secure, maxAge: maxAgeMs });
}

/** Lets the browser forget the session. */
export function clearSessionCookie(res: Response, name: string): void {
  res.clearCookie(name, { httpOnly: true, sameSite: 'strict', path: PATH });
}
