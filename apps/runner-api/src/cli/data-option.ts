import { join, resolve } from 'node:path';
import { shellWord } from '../terminal/shell-word.ts';
import type { CliIo } from './cli-io.ts';

export type DataOptions = {
  readonly workspace: string;
  /** A directory, or `:memory:`. */
  readonly data?: string;
};

/** Where runs are kept: `--data`, else `FM_DATA`, else `.flowmason` in the workspace. An absolute path, or `:memory:`. */
export function dataOf({ workspace, data = '' }: DataOptions, io: CliIo): string {
  const given = data || io.env['FM_DATA'] || '';
  if (given === ':memory:') return given;
  return given === '' ? join(resolve(io.cwd, workspace), '.flowmason') : resolve(io.cwd, given);
}

/** What a command that is proposed needs to find the same directory; nothing when it does so by itself. */
export function directoryWords({ workspace, data = '' }: DataOptions): string {
  if (data !== '') return ` --data ${shellWord(data)}`;
  return workspace === '.' ? '' : ` --workspace ${shellWord(workspace)}`;
}
