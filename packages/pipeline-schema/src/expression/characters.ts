const WORD_START = /[\p{L}_]/u;
const WORD = /[\p{L}\p{N}_]/u;

/** Whether a name may begin at `index` of `text`. */
export function startsWord(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) return isAsciiWord(code) && !isDigit(code);
  const point = text.codePointAt(index);
  return point !== undefined && WORD_START.test(String.fromCodePoint(point));
}

/** Where the run of letters, digits and underscores that begins at `index` ends; `index` itself when there is none. */
export function wordEnd(text: string, index: number): number {
  let end = index;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (!isAsciiWord(code)) return end;
      end += 1;
      continue;
    }
    const point = text.codePointAt(end);
    if (point === undefined || !WORD.test(String.fromCodePoint(point))) return end;
    end += point > 0xffff ? 2 : 1;
  }
}

/** Where the name behind a dot ends: words joined by hyphens that have no blank on either side. */
export function segmentEnd(text: string, index: number): number {
  let end = wordEnd(text, index);
  if (end === index) return end;
  for (;;) {
    let next = end;
    while (text.charCodeAt(next) === 45) next += 1;
    const after = next > end ? wordEnd(text, next) : next;
    if (after === next) return end;
    end = after;
  }
}

/** Where the blanks (space, tab, line breaks) that begin at `index` end. */
export function blanksEnd(text: string, index: number): number {
  let end = index;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return end;
    end += 1;
  }
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The character at `index` as a message can show it: invisible ones by name and number. */
export function describeCharacter(text: string, index: number): string {
  const point = text.codePointAt(index);
  if (point === undefined) return 'the end';
  const number = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = INVISIBLE.get(point);
  if (name) return `${name} (${number})`;
  if (/[\p{C}\p{Z}]/u.test(String.fromCodePoint(point))) return `an invisible character (${number})`;
  return `'${String.fromCodePoint(point)}'`;
}

function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95;
}

const INVISIBLE: ReadonlyMap<number, string> = new Map([
  [0x00, 'a null character'],
  [0xa0, 'a no-break space'],
  [0x200b, 'a zero-width space'],
  [0x200c, 'a zero-width non-joiner'],
  [0x200d, 'a zero-width joiner'],
  [0x202f, 'a narrow no-break space'],
  [0x3000, 'an ideographic space'],
  [0xfeff, 'a byte order mark'],
]);
