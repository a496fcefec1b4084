/** Percent-encodes everything but letters, digits and `-._~`, as UTF-8. Half a surrogate pair becomes U+FFFD. */
export function percentEncode(text: string): string {
  const encode = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, encode);
}
