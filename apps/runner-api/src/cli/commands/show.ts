import { isUndecided, type Run, type StageRun, toDurationText } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { toCell } from '../../terminal/cell.ts';
import { createPalette, type Palette } from '../../terminal/palette.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { runSummary } from '../../terminal/run-summary.ts';
import { standsStillNote } from '../../terminal/stands-still.ts';
import { markOf } from '../../terminal/status-mark.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, findRun } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { toRunId } from '../run-id-argument.ts';

/** Shows one run: how it went, and each of its stages. */
export async function show(
  reference: string,
  options: FindOptions & { readonly json?: boolean },
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const found = await findRun(runId, options, io, doors);
  const run = await found.runs.get(runId);
  const notes = found.standsStill(run) ? [standsStillNote(run)] : [];
  found.close();
  const palette = createPalette(io.stdout, io.env);
  if (options.json) writeIndentedJson(io.stdout, run);
  else io.stdout.write(`${[...notes.map(palette.amber), ...runText(run, palette)].join('\n')}\n`);
  return EXIT.ok;
}

function runText(run: Run, palette: Palette): string[] {
  const width = Math.max(...Object.keys(run.stages).map((key) => key.length), 0);
  const stages = Object.entries(run.stages).map(([key, stage]) => {
    const { icon, colour } = markOf(stage.status, {
      isHandled: stage.handled ?? false,
      isTolerated: stage.tolerated ?? false,
    });
    return `${palette[colour](icon)} ${toCell(toPlainLine(key), width)}  ${palette[colour](toCell(stage.status, 9))}  ${noteOf(stage)}`.trimEnd();
  });
  return [...runSummary(run, palette), '', ...stages];
}

function noteOf(stage: StageRun): string {
  const notes = [
    ...(stage.duration_ms !== null && stage.attempts > 0 ? [toDurationText(stage.duration_ms)] : []),
    ...(stage.attempts > 1 ? [`${stage.attempts} attempts`] : []),
    ...(stage.arm === undefined ? [] : [`→ ${toPlainLine(stage.arm)}`]),
    ...(stage.reason === undefined ? [] : [stage.reason.replaceAll('_', ' ')]),
    ...(stage.handled ? ['handled'] : []),
    ...(stage.tolerated ? ['tolerated'] : []),
    ...(stage.waiting ? [isUndecided(stage) ? 'waits for a decision' : toPlainLine(stage.waiting.why)] : []),
    ...(stage.resolved ? [toPlainLine(`${stage.resolved.as}, as ${stage.resolved.by} decided`)] : []),
  ];
  return notes.join(' · ');
}
