import type { CodeLanguage } from './code-language.ts';
import { isJsonLike, templateAround } from './template-around.ts';

/** How a reference is written at `offset` of a code: bare inside `{{ }}`, else with them, in a JSON between quotes as well. */
export function referenceAt(
  code: string,
  offset: number,
  { reference, language }: { readonly reference: string; readonly language: CodeLanguage },
): string {
  const before = code.slice(0, offset);
  if (before.lastIndexOf('{{') > before.lastIndexOf('}}')) return reference;
  const template = `{{${reference.replace(/^ \| /, '')}}}`;
  const isBetweenValues = language !== 'template' && isJsonLike(code) && !templateAround(code, offset, language);
  return isBetweenValues ? `"${template}"` : template;
}
