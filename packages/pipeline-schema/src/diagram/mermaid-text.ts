/**
 * Any text as the inside of a quoted Mermaid label: what Mermaid would read as syntax, markup or a directive becomes a
 * character entity, line breaks and control characters become blanks, what is not a character becomes U+FFFD, nothing a blank.
 */
export function toLabelText(text: string): string {
  const label = text
    .toWellFormed()
    .replace(CONTROL, ' ')
    .trim()
    .replace(UNSAFE, (character) => `#${character.codePointAt(0)};`);
  return label === '' ? '#160;' : label;
}

/**
 * Any text as the name of a task, a section or a title in a Mermaid gantt. A name that starts like a keyword or a date
 * gets its first character as an entity, so that it reads as a name.
 */
export function toTaskText(text: string): string {
  const label = toLabelText(text).replaceAll(':', '#58;');
  const first = label.charCodeAt(0);
  return LIKE_SYNTAX.test(label) ? `#${first};${label.slice(1)}` : label;
}

/** Everything in ASCII but letters, digits and marks that mean nothing to Mermaid; and the letters of its placeholders. */
const UNSAFE = /[^A-Za-z0-9 .,:_/()+=?!'\u0080-\u{10FFFF}-]|[ﬂ°¶ß]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g;
const LIKE_SYNTAX =
  /^(\d|gantt|date|inclusive|top|axis|tick|excludes|includes|today|weekday|weekend|title|section|acc|click|call|href|callback|end|---)/i;
