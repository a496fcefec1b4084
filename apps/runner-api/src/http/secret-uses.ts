import { type ComponentCatalog, type PipelineFile, readPipeline } from '@flowmason/pipeline-schema';
import { secretsReadBy } from '../runs/secrets-read.ts';

/**
 * Tells which secrets the pipelines read: ids of pipelines by name, both in order. A file that has not changed since the last
 * call is not read again; one that cannot be read names none.
 */
export function createSecretUses(
  components: ComponentCatalog,
): (files: readonly PipelineFile[]) => ReadonlyMap<string, readonly string[]> {
  let known = new Map<string, { readonly etag: string; readonly names: readonly string[] }>();

  return (files) => {
    const next: typeof known = new Map();
    const uses = new Map<string, string[]>();
    for (const file of files) {
      const before = known.get(file.path);
      const names = before?.etag === file.etag ? before.names : namesIn(file, components);
      next.set(file.path, { etag: file.etag, names });
      for (const name of names) uses.set(name, [...(uses.get(name) ?? []), file.id]);
    }
    known = next;
    return new Map([...uses].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
}

function namesIn(file: PipelineFile, components: ComponentCatalog): readonly string[] {
  const { pipeline } = readPipeline(file.text, { components });
  return pipeline === undefined ? [] : secretsReadBy(pipeline);
}
