import { planPipeline, type RunEvent, RunId, toMermaidGantt, toTimeline } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { readDrawable } from '../draw-pipeline.ts';
import { EXIT } from '../exit-codes.ts';
import { findPipelineFile } from '../find-pipeline-file.ts';
import { type FindOptions, findRun } from '../find-runs.ts';
import { writeJson } from '../json-output.ts';
import { readEventsSoFar } from '../read-events-so-far.ts';

export type GanttOptions = FindOptions & { readonly json?: boolean };

/** Writes a Mermaid gantt: of a document the estimated plan, of a run what happened so far. */
export async function gantt(reference: string, options: GanttOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const source = await findPipelineFile(reference, io.cwd);
  const mermaid = source ? planOf(readDrawable(source, io)) : await runOf(reference, options, io, doors);
  if (options.json) writeJson(io.stdout, { mermaid });
  else io.stdout.write(mermaid);
  return EXIT.ok;
}

function planOf({ pipeline, graph }: ReturnType<typeof readDrawable>): string {
  return toMermaidGantt({ plan: planPipeline(pipeline, graph), graph });
}

async function runOf(reference: string, options: GanttOptions, io: CliIo, doors: RunnerDoors): Promise<string> {
  const runId = RunId.safeParse(reference);
  if (!runId.success) throw new CliError('usage', `${reference} is neither a file nor a run id.`);
  const found = await findRun(runId.data, options, io, doors);
  const events: readonly RunEvent[] = await readEventsSoFar(found.runs, runId.data);
  found.close();
  const timeline = toTimeline(events);
  return toMermaidGantt({ timeline, nowMs: io.now() - timeline.queuedAtMs });
}
