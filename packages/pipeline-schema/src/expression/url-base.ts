import { ExprError, type Span } from './expr-error.ts';
import { hasDotSegment } from './path-text.ts';

/** The beginning of a URL that came from a value. */
export type UrlBase = {
  /** As it is sent: without the slash at its end when the author's text brings one. */
  readonly text: string;
  /** What stands between `//` and the path: host and port. */
  readonly authority: string;
  /** What stands behind the last slash of the path; undefined when there is no path. */
  readonly lastSegment: string | undefined;
  readonly endsIn: 'authority' | 'path' | 'query' | 'fragment';
};

/** An absolute address without blanks, backslashes and control characters. */
const ADDRESS =
  /^https?:\/\/(?<authority>[^/?#\\\s\p{Cc}]+)(?<path>\/[^?#\\\s\p{Cc}]*)?(?<query>\?[^#\\\s\p{Cc}]*)?(?<fragment>#[^\\\s\p{Cc}]*)?$/iu;

/**
 * Reads the value at the start of a URL. `next` is the author's text behind it, empty when a value follows, undefined
 * when nothing does.
 * @throws {ExprError} E_VALUE when it is no http or https address, E_FORBIDDEN when it holds a user's name or dot
 * segments, or when its query or fragment would swallow what follows.
 */
export function readUrlBase(value: string, next: string | undefined, { start, end }: Span): UrlBase {
  const span = { start, end };
  const parts = ADDRESS.exec(value)?.groups;
  if (!parts) {
    throw new ExprError('E_VALUE', 'a value at the start of a URL must be an http or https address', span, {
      hint: 'it must read like https://host/path',
    });
  }
  const { authority = '', path, query, fragment } = parts;
  if (authority.includes('@')) {
    throw new ExprError('E_FORBIDDEN', 'an address from a value must not hold a user or password', span, {
      hint: 'send an Authorization header',
    });
  }
  if (hasDotSegment(path ?? '')) {
    throw new ExprError('E_FORBIDDEN', "an address from a value must not have '.' or '..' in its path", span);
  }
  const swallows = fragment !== undefined || (query !== undefined && !/^[&#]/.test(next ?? ''));
  if (next !== undefined && swallows) {
    throw new ExprError('E_FORBIDDEN', 'the query or fragment of the address would swallow what follows it', span, {
      hint: 'use an address without ? and #, or continue it with &name=value',
    });
  }
  const endsIn = fragment !== undefined ? 'fragment' : query !== undefined ? 'query' : path ? 'path' : 'authority';
  const hasDoubleSlash = endsIn === 'path' && value.endsWith('/') && next?.startsWith('/');
  return {
    text: hasDoubleSlash ? value.slice(0, -1) : value,
    authority,
    lastSegment: path?.slice(path.lastIndexOf('/') + 1),
    endsIn,
  };
}
