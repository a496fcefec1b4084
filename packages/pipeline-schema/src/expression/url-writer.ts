import { ExprError, type ExprErrorCode, type Span } from './expr-error.ts';
import { hasDotSegment, isDotSegment } from './path-text.ts';
import { percentEncode } from './percent-encode.ts';
import { UrlAuthority } from './url-authority.ts';
import type { UrlBase } from './url-base.ts';

/** What the writer has to know of a value beside its text. */
export type UrlValue = Span & { readonly secrets: readonly string[]; readonly keepsSlashes: boolean };

/**
 * A URL while it grows from left to right.
 * U1 What a value adds never holds a character that ends the component in which it stands.
 * U2 `#segment` is what stands behind the last slash of the path so far; `#valueInSegment` says that a value is part
 *    of it, and `#mustNotBeEmpty` that the value was to be a segment of its own.
 */
export class UrlWriter {
  #url = '';
  #display = '';
  #context: 'scheme' | 'authority' | 'path' | 'query' | 'fragment' = 'scheme';
  #authority = new UrlAuthority();
  #segment = '';
  #valueInSegment = false;
  #mustNotBeEmpty = false;

  /** Adds the value at the very start. */
  addBase(base: UrlBase, value: UrlValue): void {
    this.#add(base.text, value);
    this.#authority = UrlAuthority.ofBase(base.authority);
    this.#context = base.endsIn;
    this.#segment = base.text.endsWith('/') ? '' : (base.lastSegment ?? '');
    this.#valueInSegment = this.#segment !== '';
  }

  /** Adds what the author wrote. @throws {ExprError} */
  addText(text: string, span: Span): void {
    const rest = this.#context === 'scheme' ? this.#readScheme(text, span) : text;
    for (const character of rest) {
      const isStrict = this.#context === 'authority' || this.#context === 'path';
      if (isStrict && /[\s\\\p{Cc}]/u.test(character)) {
        fail('E_VALUE', 'blanks, backslashes and control characters cannot stand in a URL', span);
      }
      this.#moveOn(character, span);
      this.#url += character;
      this.#display += character;
    }
  }

  /** Adds what an expression gave, encoded for where it stands. @throws {ExprError} */
  addValue(text: string, value: UrlValue): void {
    this.#add(this.#encoded(text, value), value);
  }

  /** The whole; `span` is that of the template. @throws {ExprError} when it cannot be called. */
  finish(span: Span): { url: string; display: string } {
    if (this.#context === 'scheme') failOnScheme(span);
    if (this.#context === 'authority') this.#authority.finish(span);
    this.#endSegment(span);
    return { url: this.#url, display: this.#display };
  }

  #readScheme(text: string, span: Span): string {
    const scheme = /^https?:\/\//i.exec(text)?.[0];
    if (!scheme) return failOnScheme(span);
    this.#url += scheme;
    this.#display += scheme;
    this.#context = 'authority';
    return text.slice(scheme.length);
  }

  /** Keeps the context as a character of the author's text goes by. */
  #moveOn(character: string, span: Span): void {
    const isMark = character === '/' || character === '?' || character === '#';
    if (!isMark) {
      if (this.#context === 'authority') this.#authority.addText(character, span);
      else if (this.#context === 'path') this.#segment += character;
      return;
    }
    if (this.#context === 'authority') this.#authority.finish(span);
    else if (this.#context === 'path') this.#endSegment(span);
    else if (character !== '#') return;
    this.#context = character === '#' ? 'fragment' : character === '?' ? 'query' : 'path';
  }

  #encoded(text: string, value: UrlValue): string {
    switch (this.#context) {
      case 'scheme':
        return failOnScheme(value);
      case 'authority':
        if (!value.keepsSlashes || !text.startsWith('/')) return this.#authority.addValue(text, value);
        this.#authority.finish(value);
        this.#context = 'path';
        return `/${this.#pathText(text.slice(1), value)}`;
      case 'path':
        return this.#pathText(text, value);
      case 'query':
      case 'fragment':
        return percentEncode(text);
    }
  }

  #pathText(text: string, value: UrlValue): string {
    if (/%[0-9a-f]?$/i.test(this.#segment)) fail('E_FORBIDDEN', 'a value cannot complete a percent-escape', value);
    if (hasDotSegment(text)) failOnDots(value);
    const segments = value.keepsSlashes ? text.split('/').map(percentEncode) : [percentEncode(text)];
    const [first = '', ...others] = segments;
    this.#segment += first;
    this.#valueInSegment = true;
    this.#mustNotBeEmpty ||= !value.keepsSlashes;
    for (const segment of others) {
      this.#endSegment(value);
      this.#segment = segment;
      this.#valueInSegment = true;
    }
    return segments.join('/');
  }

  #endSegment(span: Span): void {
    if (this.#mustNotBeEmpty && this.#segment === '') {
      fail('E_VALUE', 'a value that is a segment of the path must not be empty', span);
    }
    if (this.#valueInSegment && isDotSegment(this.#segment)) failOnDots(span);
    this.#segment = '';
    this.#valueInSegment = false;
    this.#mustNotBeEmpty = false;
  }

  #add(text: string, { secrets }: UrlValue): void {
    this.#url += text;
    this.#display += secrets.length > 0 ? `[secret:${secrets.join(',')}]` : text;
  }
}

function failOnScheme(span: Span): never {
  fail(
    'E_VALUE',
    'a URL must begin with http:// or https://, or with a value that does',
    span,
    'write https://host/path',
  );
}

function failOnDots(span: Span): never {
  fail('E_FORBIDDEN', "'.' and '..' cannot come from a value as a segment of a path", span);
}

function fail(code: ExprErrorCode, message: string, { start, end }: Span, hint?: string): never {
  throw new ExprError(code, message, { start, end }, { hint });
}
