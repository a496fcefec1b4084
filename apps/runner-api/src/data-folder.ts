import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeToOthers } from './close-to-others.ts';
import { makeFolders } from './make-folders.ts';

/** Makes a data directory if need be, ignored by Git, and closes it to other users. */
export function makeDataFolder(path: string): void {
  makeFolders(path);
  closeToOthers(path);
  const ignore = join(path, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}
