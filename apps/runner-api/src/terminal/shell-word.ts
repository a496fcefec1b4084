import { toPlainLine } from './plain-text.ts';

/** One word of a command that can be pasted into a shell. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:,@-]+$/.test(word) ? word : `'${toPlainLine(word).replaceAll("'", "'\\''")}'`;
}
