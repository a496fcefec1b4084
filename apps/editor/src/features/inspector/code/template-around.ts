import type { CodeLanguage } from './code-language.ts';

/** A stretch of a code that is one template: the whole, or the text of a JSON that the caret stands in. */
export interface TemplateAround {
  readonly text: string;
  readonly start: number;
}

/** The template around `offset`; undefined where a JSON has no text. */
export function templateAround(code: string, offset: number, language: CodeLanguage): TemplateAround | undefined {
  if (language === 'template' || !isJsonLike(code)) return { text: code, start: 0 };
  const lineStart = code.lastIndexOf('\n', offset - 1) + 1;
  const opening = openQuote(code, lineStart, offset);
  if (opening === undefined) return undefined;
  const end = closingQuote(code, opening + 1);
  return { text: code.slice(opening + 1, end), start: opening + 1 };
}

/** Whether a code that may be either is to be read as JSON. */
export function isJsonLike(code: string): boolean {
  const text = code.trimStart();
  return /^["[{]/.test(text) && !text.startsWith('{{');
}

function openQuote(code: string, from: number, offset: number): number | undefined {
  let opening: number | undefined;
  for (let at = from; at < offset; at += 1) {
    const char = code[at];
    if (char === '\\' && opening !== undefined) at += 1;
    else if (char === '"') opening = opening === undefined ? at : undefined;
  }
  return opening;
}

function closingQuote(code: string, from: number): number {
  for (let at = from; at < code.length; at += 1) {
    const char = code[at];
    if (char === '\\') at += 1;
    else if (char === '"' || char === '\n') return at;
  }
  return code.length;
}
