import { type RunStatus, toDurationText } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { toCell } from '../../terminal/cell.ts';
import { createPalette } from '../../terminal/palette.ts';
import { toPlainLine } from '../../terminal/plain-text.ts';
import { shellWord } from '../../terminal/shell-word.ts';
import { standsStillNote } from '../../terminal/stands-still.ts';
import { markOf } from '../../terminal/status-mark.ts';
import type { CliIo } from '../cli-io.ts';
import { directoryWords } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, findRuns } from '../find-runs.ts';
import { writeJson } from '../json-output.ts';

export type RunsOptions = FindOptions & {
  readonly pipeline?: string;
  readonly status?: readonly RunStatus[];
  readonly needsPerson?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
};

/** Lists runs, newest first. */
export async function runs(options: RunsOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const { server: _server, data: _data, workspace: _workspace, json, status, ...query } = options;
  const found = await findRuns(options, io, doors);
  const page = await found.runs.list({ ...query, ...(status && { statuses: status }) });
  const still = new Set(page.items.filter(found.standsStill).map(({ id }) => id));
  found.close();
  if (json) {
    writeJson(io.stdout, page);
    return EXIT.ok;
  }
  const palette = createPalette(io.stdout, io.env);
  for (const run of page.items) {
    const { icon, colour } = markOf(run.status);
    const duration = run.duration_ms === null ? '' : toDurationText(run.duration_ms);
    const notes = [
      ...(run.sandbox === undefined ? [] : [`simulated: ${toPlainLine(run.sandbox)}`]),
      ...(run.undecided === undefined ? [] : [`needs a decision: ${toPlainLine(run.undecided.join(', '))}`]),
      ...(run.undecided_children ?? []).map(
        ({ run_id, undecided }) => `its child ${run_id} needs a decision: ${toPlainLine(undecided.join(', '))}`,
      ),
      ...(run.held === undefined ? [] : [`held: ${shortReason(run.held)}`]),
      ...(run.queue === undefined ? [] : [`waits: ${shortReason(run.queue.reason)}`]),
      ...(still.has(run.id) ? [standsStillNote(run)] : []),
    ];
    const columns = [run.id, palette[colour](`${icon} ${toCell(run.status, 9)}`), run.created_at, toCell(duration, 10)];
    io.stdout.write(`${[...columns, toPlainLine(run.pipeline), ...notes.map(palette.amber)].join('  ')}\n`);
  }
  if (page.items.length === 0) io.stderr.write(`${emptyText(options, found.place)}\n`);
  if (page.next_cursor !== null)
    io.stderr.write(`More: fm runs${filterWords(options)} --cursor ${shellWord(page.next_cursor)}\n`);
  return EXIT.ok;
}

function emptyText({ pipeline, status, needsPerson }: RunsOptions, place: string): string {
  const ofPipeline = pipeline === undefined ? '' : ` of ${toPlainLine(pipeline)}`;
  const withStatus = status === undefined ? '' : ` that is ${status.join(' or ')}`;
  return `No run${ofPipeline}${withStatus} at ${place}${needsPerson ? ' needs a person' : ''}.`;
}

/** What the command for the next page has to say again. */
function filterWords(options: RunsOptions): string {
  const { pipeline, status, needsPerson, limit, server } = options;
  const words = [
    ...(pipeline === undefined ? [] : [`--pipeline ${shellWord(pipeline)}`]),
    ...(status === undefined ? [] : [`--status ${status.join(',')}`]),
    ...(needsPerson ? ['--needs-person'] : []),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(server === '' ? [] : [`--server ${shellWord(server)}`]),
  ];
  return `${words.map((word) => ` ${word}`).join('')}${directoryWords(options)}`;
}

/** Its first sentence; "fm show" has all of it. */
function shortReason(reason: string): string {
  const text = toPlainLine(reason);
  const end = text.search(/[.!?](\s|$)/);
  const sentence = end < 0 ? text : text.slice(0, end);
  return sentence.length > MAX_REASON ? `${sentence.slice(0, MAX_REASON - 1)}…` : sentence;
}

const MAX_REASON = 120;
