import { builtinComponents } from '@flowmason/engine';
import { pipelineJsonSchema } from '@flowmason/pipeline-schema';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeIndentedJson } from '../json-output.ts';

/** Writes the JSON Schema of pipeline documents, for editors. */
export async function schema(io: CliIo): Promise<number> {
  writeIndentedJson(io.stdout, pipelineJsonSchema(builtinComponents));
  return EXIT.ok;
}
