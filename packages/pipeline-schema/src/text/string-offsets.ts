/**
 * Where each UTF-16 unit of a decoded JSON string stands in the text: `offsets[i]` is the place of unit `i`, and one more
 * entry gives the place of the closing quote. `start` is the offset of the opening quote.
 */
export function stringOffsets(text: string, start: number, end: number): readonly number[] {
  const offsets: number[] = [];
  const last = text.charCodeAt(end - 1) === QUOTE && end - 1 > start ? end - 1 : end;
  let at = start + 1;
  while (at < last) {
    offsets.push(at);
    if (text.charCodeAt(at) !== BACKSLASH) at += 1;
    else at += text.charCodeAt(at + 1) === LOWER_U ? 6 : 2;
  }
  offsets.push(last);
  return offsets;
}

const QUOTE = 34;
const BACKSLASH = 92;
const LOWER_U = 117;
