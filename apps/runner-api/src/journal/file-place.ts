import { statSync } from 'node:fs';
import { RunnerError } from '../runner-error.ts';

/**
 * Remembers which files are at `paths` now. The function that it gives says what is wrong when another one, or none, is at
 * one of them: what is written to the file that this process has open is then lost to everybody who looks at the path.
 */
export function rememberPlace(paths: readonly string[]): () => RunnerError | undefined {
  const known = paths.map((path) => ({ path, id: identityOf(path) }));
  return () => {
    for (const { path, id } of known) {
      const problem = problemOf(path, id);
      if (problem) return problem;
    }
    return undefined;
  };
}

/** A file that cannot be looked at may be another one by now, so it counts as that. */
function problemOf(path: string, id: string | undefined): RunnerError | undefined {
  try {
    return identityOf(path) === id ? undefined : displaced(path);
  } catch (error) {
    return hidden(path, error);
  }
}

function identityOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev} ${stats.ino}`;
}

function displaced(path: string): RunnerError {
  return new RunnerError(
    'storage_failed',
    `${path} was removed, moved or replaced while the runner had it open, so the runner takes no more work. Put the data directory back, or restore a backup ("fm restore"), then start the runner again; what was recorded stays with the file that was moved.`,
  );
}

function hidden(path: string, cause: unknown): RunnerError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new RunnerError(
    'storage_failed',
    `${path} can no longer be looked at (${code}) although the runner has it open, so the runner takes no more work. Check the disk, and who may enter the data directory, then start the runner again; what was acknowledged is kept.`,
    { cause },
  );
}
