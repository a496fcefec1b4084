import type { RenderedPart } from './compile-template.ts';
import { ExprError } from './expr-error.ts';
import { readUrlBase } from './url-base.ts';
import { UrlWriter } from './url-writer.ts';
import { typeName } from './values.ts';

/** A URL that was put together from a template: as it is sent, and as logs and people see it. */
export type EncodedUrl = {
  readonly url: string;
  /** The same with `[secret:NAME]` in place of whatever an expression with a secret gave. */
  readonly display: string;
};

/**
 * Joins the parts of a template to a URL, each value encoded for the place where it stands, so that data cannot
 * change where a request goes. A value at the very start may be the base (`https://host`, with a path if it likes).
 * In the host only letters, digits, `-`, `_` and `.` may come from values, in the port digits, and nothing before an
 * `@`. In the path a value is one segment: percent-encoded, never empty, never `.` or `..`; with the filter `path` it
 * keeps its slashes. In query and fragment values are encoded whole.
 * @throws {ExprError} E_FORBIDDEN when a value would change where the request goes, E_VALUE when the whole is no
 * http or https URL, E_TYPE for lists and objects, E_UNDEFINED for a missing value.
 */
export function encodeUrl(parts: readonly RenderedPart[]): EncodedUrl {
  const writer = new UrlWriter();
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (part.kind === 'text') writer.addText(urlText(part), part);
    else if (index === 0) writer.addBase(readUrlBase(urlText(part), next && nextText(next), part), part);
    else writer.addValue(urlText(part), part);
  }
  return writer.finish({ start: 0, end: parts.at(-1)?.end ?? 0 });
}

/** The author's text behind the base; empty when another value stands there. */
function nextText(part: RenderedPart): string {
  return part.kind === 'text' ? urlText(part) : '';
}

function urlText(part: RenderedPart): string {
  const { value } = part;
  if (value === undefined) throw new ExprError('E_UNDEFINED', 'a value that is missing cannot stand in a URL', part);
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  throw new ExprError('E_TYPE', `${typeName(value)} cannot stand in a URL`, part, {
    hint: "name one member of it, or join a list: value | join(',')",
  });
}
