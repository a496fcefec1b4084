import { builtinComponents } from '@flowmason/engine';
import { normalisePipeline } from '@flowmason/pipeline-schema';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { readPipelineFile } from '../find-pipeline-file.ts';

/**
 * Writes a document in canonical form; the file stays as it is.
 * @throws {CliError} `pipeline_invalid` when its canonical form would lose something.
 */
export async function normalise(file: string, io: CliIo): Promise<number> {
  const source = await readPipelineFile(file, io.cwd);
  const result = normalisePipeline(source.text, { components: builtinComponents });
  if ('diagnostics' in result) {
    throw new CliError('pipeline_invalid', `${source.name} cannot be normalised before this is fixed.`, {
      diagnostics: result.diagnostics,
      source,
    });
  }
  io.stdout.write(result.text.endsWith('\n') ? result.text : `${result.text}\n`);
  return EXIT.ok;
}
