import { type RunStatus, toDurationText } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { toCell } from '../../terminal/cell.ts';
import { createPalette } from '../../terminal/palette.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { markOf } from '../../terminal/status-mark.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, findRuns } from '../find-runs.ts';
import { writeJson } from '../json-output.ts';

export type RunsOptions = FindOptions & {
  readonly pipeline?: string;
  readonly status?: RunStatus;
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
};

/** Lists runs, newest first. */
export async function runs(options: RunsOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const { server: _server, data: _data, workspace: _workspace, json, status, ...query } = options;
  const found = await findRuns(options, io, doors);
  const page = await found.runs.list({ ...query, ...(status && { statuses: [status] }) });
  found.close();
  if (json) {
    writeJson(io.stdout, page);
    return EXIT.ok;
  }
  const palette = createPalette(io.stdout, io.env);
  for (const run of page.items) {
    const { icon, colour } = markOf(run.status);
    const duration = run.duration_ms === null ? '' : toDurationText(run.duration_ms);
    const simulated = run.sandbox === undefined ? '' : palette.amber(`simulated: ${toPlainLine(run.sandbox)}`);
    const undecided =
      run.undecided === undefined ? '' : palette.amber(`needs a decision: ${toPlainLine(run.undecided.join(', '))}`);
    const columns = [run.id, palette[colour](`${icon} ${toCell(run.status, 9)}`), run.created_at, toCell(duration, 10)];
    io.stdout.write(`${[...columns, toPlainLine(run.pipeline), simulated, undecided].join('  ').trimEnd()}\n`);
  }
  if (page.items.length === 0) io.stderr.write(`No runs at ${found.place}.\n`);
  if (page.next_cursor !== null) io.stderr.write(`More: fm runs --cursor ${page.next_cursor}\n`);
  return EXIT.ok;
}
