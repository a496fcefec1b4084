import { strToU8, type Zippable, zipSync } from 'fflate';
import type { PipelineDocument } from '../../model/document/pipeline-document.ts';
import { toBundle } from '../../model/export/export-bundle.ts';
import { findEndpoints } from '../../model/wizard/wizard-endpoints.ts';

/** A zip of everything with which the pipeline runs on another machine; the value of no secret is in it. */
export function packBundle(
  document: PipelineDocument,
  { text, stem }: { readonly text: string; readonly stem: string },
): Blob {
  const { secrets, models } = findEndpoints(document);
  const files = toBundle({
    text,
    stem,
    pipeline: document.reading.pipeline,
    secretNames: secrets.map(({ name }) => name),
    modelNames: models.map(({ name }) => name),
  });
  const packed: Zippable = Object.fromEntries(files.map((file) => [file.path, strToU8(file.text)]));
  // The bytes are the zip's own and nobody else's, so a view of them is a part of a blob.
  return new Blob([zipSync(packed) as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}
