import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import type { CliIo } from '../cli-io.ts';
import { readDrawable } from '../draw-pipeline.ts';
import { EXIT } from '../exit-codes.ts';
import { readPipelineFile } from '../find-pipeline-file.ts';
import { writeJson } from '../json-output.ts';

/** Writes a document as a Mermaid flowchart, undefined stages included. */
export async function graph(file: string, options: { readonly json?: boolean }, io: CliIo): Promise<number> {
  const drawable = readDrawable(await readPipelineFile(file, io.cwd), io);
  const { ghosts } = drawable.reading;
  const mermaid = toMermaidFlowchart(drawable.pipeline, drawable.graph, { components: builtinComponents, ghosts });
  if (options.json) writeJson(io.stdout, { mermaid });
  else io.stdout.write(mermaid);
  return EXIT.ok;
}
