import type { TextEdit } from '../diagnostic.ts';

/** A template in canonical spelling, and how its offsets lead back to the one that was written. */
export interface RespelledTemplate {
  readonly text: string;
  /** The edits that led from the written template to `text`; none when it was canonical. */
  readonly edits: readonly TextEdit[];
}

/** Which names a template may mean when it stands alone at the start of a path. */
export interface ReferenceNames {
  isStage(id: string): boolean;
  /** `input`, `execution`, … and the variables that loops bring. */
  isRoot(name: string): boolean;
}

/**
 * Spells stage references as `stages.ID.output.F` where a template has `upstream.ID.F` or `ID.output.F`. Only looks
 * inside `{{ … }}`, outside texts; everything else stays as it is, also what does not parse.
 */
export function respellStageReferences(template: string, names: ReferenceNames): RespelledTemplate {
  if (!template.includes('{{') || !(template.includes('upstream') || template.includes('.output'))) {
    return { text: template, edits: [] };
  }
  const edits = findEdits(template, names);
  if (edits.length === 0) return { text: template, edits };
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += template.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: text + template.slice(at), edits };
}

/** The offset in the written template of `offset` in the respelled one; what was inserted maps to where it was inserted. */
export function writtenOffset(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (offset <= start) break;
    const end = start + edit.text.length;
    if (offset < end) return edit.end;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return offset - shift;
}

const WORD = /[A-Za-z_]\w*(?:-+\w+)*/y;
const SEGMENT = /\.\w+(?:-+\w+)*/y;
const FIXED_INDEX = /\s*\[\s*(?:'[^'\\]*'|"[^"\\]*")\s*\]/y;
const RAW_BLOCK = /\{%\s*raw\s*%\}[\s\S]*?(?:\{%\s*endraw\s*%\}|$)/y;
const OUTPUT_NEXT = /\.output(?![\w-])|\s*\[\s*(?:'output'|"output")\s*\]/y;

function findEdits(template: string, names: ReferenceNames): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    if (open < 0) break;
    const raw = template.startsWith('{%', open) ? matchAt(RAW_BLOCK, template, open) : undefined;
    if (raw !== undefined) at = open + raw.length;
    else if (template.startsWith('{{', open)) at = scanExpression(template, open + 2, names, edits);
    else at = open + 1;
  }
  return edits;
}

/** Scans from behind `{{` to behind the `}}` that ends it, or to the end of the text. */
function scanExpression(text: string, from: number, names: ReferenceNames, edits: TextEdit[]): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") at = endOfText(text, at);
    else if (char === '{') {
      depth += 1;
      at += 1;
    } else if (char === '}') {
      if (depth === 0 && text.startsWith('}}', at)) return at + 2;
      depth -= 1;
      at += 1;
    } else if (char === '.') at += Math.max(1, matchAt(SEGMENT, text, at)?.length ?? 1);
    else if (/\d/.test(char)) at += matchAt(/\w+/y, text, at)?.length ?? 1;
    else at = scanWord(text, at, names, edits) ?? at + 1;
  }
  return at;
}

/** Respells the path that starts at `at`, and gives the offset behind its first name. */
function scanWord(text: string, at: number, names: ReferenceNames, edits: TextEdit[]): number | undefined {
  const word = matchAt(WORD, text, at);
  if (word === undefined) return undefined;
  const end = at + word.length;
  if (word === 'upstream') {
    const id = matchAt(SEGMENT, text, end) ?? matchAt(FIXED_INDEX, text, end);
    if (id === undefined) return end;
    edits.push({ start: at, end, text: 'stages' });
    const behindId = end + id.length;
    if (matchAt(OUTPUT_NEXT, text, behindId) === undefined) {
      edits.push({ start: behindId, end: behindId, text: '.output' });
    }
    return behindId;
  }
  if (matchAt(OUTPUT_NEXT, text, end) === undefined) return end;
  const start = at + stageStart(word, names);
  if (start < end) edits.push({ start, end: start, text: 'stages.' });
  return end;
}

/** Where in `word`, which stands before `.output`, a stage's id starts; its length when it names none. */
function stageStart(word: string, names: ReferenceNames): number {
  if (names.isRoot(word)) return word.length;
  for (let start = 0; start < word.length; start = nextPart(word, start)) {
    const candidate = word.slice(start);
    if (start > 0 && names.isRoot(candidate)) return word.length;
    if (names.isStage(candidate)) return start;
  }
  return 0;
}

function nextPart(word: string, from: number): number {
  const hyphen = word.indexOf('-', from);
  if (hyphen < 0) return word.length;
  let at = hyphen;
  while (word[at] === '-') at += 1;
  return at;
}

function endOfText(text: string, at: number): number {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
