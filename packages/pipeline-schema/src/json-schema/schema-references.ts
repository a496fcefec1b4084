import { isJsonObject, type Json } from '../json.ts';
import { pointerSegments } from '../text/json-pointer.ts';
import { subSchemas } from './schema-keywords.ts';

/**
 * A search for what references inside the schema `root` lead to; only `#`, `#/pointer` and `#anchor` are followed. Each
 * reference is looked up once, and the anchors are gathered once.
 */
export function createReferenceSearch(root: Json): (reference: string) => Json | undefined {
  const known = new Map<string, Json | undefined>();
  let anchors: ReadonlyMap<string, Json> | undefined;
  const find = (reference: string): Json | undefined => {
    if (!reference.startsWith('#')) return undefined;
    const fragment = decodeFragment(reference.slice(1));
    if (fragment === '' || fragment.startsWith('/')) return findAt(root, fragment);
    anchors ??= collectAnchors(root);
    return anchors.get(fragment);
  };
  return (reference) => {
    if (!known.has(reference)) known.set(reference, find(reference));
    return known.get(reference);
  };
}

function findAt(root: Json, pointer: string): Json | undefined {
  let at: Json | undefined = root;
  for (const step of pointerSegments(pointer)) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

function decodeFragment(fragment: string): string {
  return /%(?![0-9a-f]{2})/i.test(fragment)
    ? fragment
    : fragment.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponentSafely);
}

/** Percent escapes that are not UTF-8 stay as they are; the reference then leads nowhere, which is reported. */
function decodeURIComponentSafely(escaped: string): string {
  const bytes = escaped.match(/[0-9a-f]{2}/gi) ?? [];
  return bytes.every((byte) => Number.parseInt(byte, 16) < 0x80) ? decodeURIComponent(escaped) : escaped;
}

/** Of several schemas with one anchor the outermost counts, then the first. */
function collectAnchors(root: Json): ReadonlyMap<string, Json> {
  const anchors = new Map<string, Json>();
  const queue: Json[] = [root];
  for (const schema of queue) {
    if (!isJsonObject(schema)) continue;
    const anchor = schema['$anchor'];
    if (typeof anchor === 'string' && !anchors.has(anchor)) anchors.set(anchor, schema);
    for (const sub of subSchemas(schema)) queue.push(sub.schema);
  }
  return anchors;
}
