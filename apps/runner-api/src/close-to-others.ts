import { chmodSync, statSync } from 'node:fs';

const STICKY = 0o1000;

/**
 * Takes the rights of everybody but its user from what stands at `path`; nothing happens where there is nothing. Of a folder
 * a warning says so, because a group may have shared it on purpose. One that many share, such as /tmp, is left as it is. What
 * belongs to somebody else is used as it is. A warning says both.
 */
export function closeToOthers(path: string): void {
  if (process.platform === 'win32') return; // its rights are not those of a mode
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || (stats.mode & 0o077) === 0) return;
  const mode = (stats.mode & 0o777).toString(8);
  if ((stats.mode & STICKY) !== 0) {
    warnOfOpen(path, mode, 'it is a folder that many share');
    return;
  }
  try {
    chmodSync(path, stats.mode & 0o700);
  } catch (error) {
    warnOfOpen(path, mode, error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason');
    return;
  }
  if (!stats.isDirectory()) return;
  process.emitWarning(
    `${path} was open to other users of this machine (mode ${mode}) and is closed to them now (mode 700), because runs and secrets are kept in it. For others to look at runs, start a server and give them tokens: fm token create NAME --role viewer`,
  );
}

function warnOfOpen(path: string, mode: string, why: string): void {
  process.emitWarning(
    `${path} is open to other users of this machine (mode ${mode}) and could not be closed (${why}). Let its owner run: chmod go-rwx ${path}`,
  );
}
