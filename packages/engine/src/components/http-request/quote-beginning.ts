/**
 * How a text from outside begins, for a message: on one line, at most `maxLength` characters, with `…` where it goes on.
 * It never ends inside a word: secrets are masked whole, so the half of one would be shown.
 */
export function quoteBeginning(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  return `${line.slice(0, maxLength).replace(/[^\s"'<>[\]{}]*$/, '')}…`;
}
