import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { ComponentError } from '../../errors.ts';

/** A body as it is sent, with the content type it has unless the author named one. */
export type RequestBody = { readonly text: string; readonly contentType: string };

/** `spec.md` §10. */
const MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * The bytes that `body` stands for. Text goes as it is, everything else as JSON, but an object becomes a form when
 * `contentType`, the author's own, asks for one.
 * @throws {ComponentError} VALIDATION when a form would have to hold an object, LIMIT when there are more than 1 MB.
 */
export function toRequestBody(body: Json, contentType: string | undefined): RequestBody {
  const written = toBodyText(body, contentType);
  const size = new TextEncoder().encode(written.text).length;
  if (size <= MAX_REQUEST_BYTES) return written;
  const message = `config.body has ${size} bytes; a request has at most ${MAX_REQUEST_BYTES} (1 MB). Send it in parts, or send a link to it`;
  throw new ComponentError('LIMIT', message, { retryable: false });
}

/** The same, however long it is. @throws {ComponentError} VALIDATION as above. */
export function toBodyText(body: Json, contentType: string | undefined): RequestBody {
  if (typeof body === 'string') return { text: body, contentType: 'text/plain; charset=utf-8' };
  if (isJsonObject(body) && contentType && /^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return { text: toForm(body), contentType };
  }
  return { text: JSON.stringify(body), contentType: 'application/json' };
}

function toForm(fields: Readonly<Record<string, Json>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === null) continue;
      if (typeof item === 'object') {
        const message = `body.${name} is an object, which a form cannot carry; send JSON, or write the field as text`;
        throw new ComponentError('VALIDATION', message, { retryable: false });
      }
      form.append(name, String(item));
    }
  }
  return form.toString();
}
