import { ExprError, type ExprErrorCode, type Span } from './expr-error.ts';

/** What stands between `//` and the path of a URL while it grows: host and port, and a user only from the author. */
export class UrlAuthority {
  #text = '';
  #hasValue = false;
  /** Whether a value gave the whole, so that nothing but a port may follow. */
  #isFromBase = false;

  /** The authority that a value at the start of the URL brought along. */
  static ofBase(text: string): UrlAuthority {
    const authority = new UrlAuthority();
    authority.#text = text;
    authority.#hasValue = true;
    authority.#isFromBase = true;
    return authority;
  }

  /** Adds a character of the author's. @throws {ExprError} E_FORBIDDEN when values would become a user's name. */
  addText(character: string, span: Span): void {
    if (character === '@' && this.#hasValue) {
      fail('E_FORBIDDEN', 'a value cannot be the user or password of a URL', span, 'send an Authorization header');
    }
    if (this.#isFromBase && !this.#port.isOpen && character !== ':') {
      fail('E_VALUE', "an address from a value must be followed by '/'", span, 'write {{ base }}/path');
    }
    this.#text += character;
  }

  /** What a value may add. @throws {ExprError} E_FORBIDDEN for anything that would change where the request goes. */
  addValue(text: string, span: Span): string {
    if (this.#isFromBase) fail('E_FORBIDDEN', "a value cannot follow a host without '/' between", span);
    const isPort = this.#port.isOpen;
    const isFitting = isPort ? /^\d{1,5}$/.test(text) : /^[A-Za-z0-9._-]+$/.test(text) && !this.#host.startsWith('[');
    if (!isFitting) {
      const what = isPort
        ? 'the port of a URL only digits'
        : 'the host of a URL only letters, digits, hyphens and dots';
      fail('E_FORBIDDEN', `in ${what} may come from a value`, span, 'a whole address may stand at the very start');
    }
    this.#hasValue = true;
    this.#text += text;
    return text;
  }

  /** Says that it is complete. @throws {ExprError} E_VALUE when that is no host and port. */
  finish(span: Span): void {
    const host = this.#host;
    const isHost = host.startsWith('[') ? /^\[[0-9a-f:.]+\]$/i.test(host) : /^[^[\]:@]+$/.test(host);
    const isComposed = this.#hasValue && !this.#isFromBase && /^[.-]|\.\.|^$/.test(host);
    const { isOpen, digits } = this.#port;
    const isPort = !isOpen || (/^\d{1,5}$/.test(digits) && Number(digits) <= 65_535);
    if (!isHost || isComposed) fail('E_VALUE', 'the host of the URL is not well-formed', span);
    if (!isPort) fail('E_VALUE', 'the port of the URL must be a number up to 65535', span);
  }

  get #host(): string {
    const place = this.#place;
    return /^\[[^\]]*\]?/.exec(place)?.[0] ?? place.replace(/:.*$/, '');
  }

  get #port(): { isOpen: boolean; digits: string } {
    const rest = this.#place.slice(this.#host.length);
    return { isOpen: rest.startsWith(':'), digits: rest.slice(1) };
  }

  /** Host and port, without a user before them. */
  get #place(): string {
    return this.#text.slice(this.#text.lastIndexOf('@') + 1);
  }
}

function fail(code: ExprErrorCode, message: string, { start, end }: Span, hint?: string): never {
  throw new ExprError(code, message, { start, end }, { hint });
}
