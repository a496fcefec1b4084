import { resolve } from 'node:path';
import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';
import { noteCopy } from '../note-copy.ts';

export type BackupOptions = DataOptions & { readonly json?: boolean };

/** Writes a copy of a data directory to one file. The pipeline files are not part of it: they are in the workspace. */
export async function backup(file: string, options: BackupOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const path = resolve(io.cwd, file);
  const data = dataOf(options, io);
  const summary = await (await doors.backups()).write(data, path);
  await noteCopy(data, { action: 'data.backup', file: path, detail: `${summary.runCount} runs` }, doors.openAccess);
  if (options.json) {
    writeJson(io.stdout, { file: path, ...summary });
    return EXIT.ok;
  }
  io.stdout.write(
    `Wrote ${path}: ${summary.runCount} runs, ${summary.openRunCount} of them open, ${Math.ceil(summary.bytes / 1024)} kB.\n`,
  );
  io.stderr.write('Pipeline files are not in it; keep the workspace in version control.\n');
  if (summary.hasSecrets) {
    io.stderr.write(
      'Secrets are in it encrypted. Their key is not: keep it elsewhere, or they cannot be read again.\n',
    );
  }
  return EXIT.ok;
}
