import { resolve } from 'node:path';
import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf, directoryWords } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';
import { noteCopy } from '../note-copy.ts';

export type RestoreOptions = DataOptions & { readonly force?: boolean; readonly json?: boolean };

/** Makes a data directory of a backup. */
export async function restore(file: string, options: RestoreOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const path = resolve(io.cwd, file);
  const data = dataOf(options, io);
  const restored = await (await doors.backups()).restore(path, data, { replace: options.force === true });
  const detail = `${restored.runCount} runs of ${restored.createdAt}`;
  await noteCopy(data, { action: 'data.restore', file: path, detail }, doors.openAccess);
  if (options.json) {
    writeJson(io.stdout, { data, ...restored });
    return EXIT.ok;
  }
  io.stdout.write(`Restored ${restored.runCount} runs of ${restored.createdAt} to ${data}.\n`);
  if (restored.movedTo !== undefined) io.stdout.write(`What was there is now in ${restored.movedTo}.\n`);
  if (restored.openRunCount > 0) {
    const at = directoryWords(options);
    io.stdout.write(
      `${restored.openRunCount} were open. They are held until somebody has looked at what happened since: "fm runs --needs-person${at}" lists them, "fm resume RUN${at}" lets one go on, "fm cancel RUN${at}" ends it.\n`,
    );
  }
  return EXIT.ok;
}
