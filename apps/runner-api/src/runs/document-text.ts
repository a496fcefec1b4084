import type { Json } from '@flowmason/pipeline-schema';

const MAX_DEFINITION_BYTES = 1024 * 1024;

/**
 * The text of a document that came as an object and has none of its own: places in it refer to the usual form with two
 * blanks. A large one is written without them, so that it is not blown up beyond what a definition may have.
 */
export function documentText(document: Json): string {
  const text = JSON.stringify(document, null, 2);
  return Buffer.byteLength(text) <= MAX_DEFINITION_BYTES ? text : JSON.stringify(document);
}
