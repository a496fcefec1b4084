/** Characters that a token may have, and how many: those of a bearer token in a header (RFC 6750). */
const TOKEN = /^[A-Za-z0-9._~+/=-]{1,512}$/;

/** True for a text that can be sent as a token; any other would open nothing. */
export function isTokenText(text: string): boolean {
  return TOKEN.test(text);
}
