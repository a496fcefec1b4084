import { planPipeline, type RunEvent, RunId, toMermaidGantt, toTimeline } from '@flowmason/pipeline-schema';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { readDrawable } from '../draw-pipeline.ts';
import { EXIT } from '../exit-codes.ts';
import { findPipelineFile } from '../find-pipeline-file.ts';
import { writeJson } from '../json-output.ts';
import { readEventsSoFar } from '../read-events-so-far.ts';
import { createRemoteRuns } from '../remote-runs.ts';

export type GanttOptions = { readonly json?: boolean; readonly server: string };

/** Writes a Mermaid gantt: of a document the estimated plan, of a run what happened so far. */
export async function gantt(reference: string, options: GanttOptions, io: CliIo): Promise<number> {
  const source = await findPipelineFile(reference, io.cwd);
  const mermaid = source ? planOf(readDrawable(source, io)) : await runOf(reference, options, io);
  if (options.json) writeJson(io.stdout, { mermaid });
  else io.stdout.write(mermaid);
  return EXIT.ok;
}

function planOf({ pipeline, graph }: ReturnType<typeof readDrawable>): string {
  return toMermaidGantt({ plan: planPipeline(pipeline, graph), graph });
}

async function runOf(reference: string, { server }: GanttOptions, io: CliIo): Promise<string> {
  const runId = RunId.safeParse(reference);
  if (!runId.success) throw new CliError('usage', `${reference} is neither a file nor a run id.`);
  const events: readonly RunEvent[] = await readEventsSoFar(createRemoteRuns(server), runId.data);
  const timeline = toTimeline(events);
  return toMermaidGantt({ timeline, nowMs: io.now() - timeline.queuedAtMs });
}
