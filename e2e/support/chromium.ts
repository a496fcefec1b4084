import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { type InstalledChromium, unpackChromium } from './packaged-chromium.ts';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Finds the Chromium that people have, without downloading one: `FM_CHROMIUM`, Playwright's own if it has been installed,
 * the system's, and last the one that comes inside an npm package (Linux x64 only).
 * @throws {Error} that names the command to install one when there is none.
 */
export async function findChromium(): Promise<InstalledChromium> {
  return oneOf(findNamed() ?? findInstalled() ?? (await findPackaged()));
}

/**
 * Finds the Chromium of the tests: `FM_CHROMIUM`, else the one inside the npm package, else as {@link findChromium}. The
 * lock file pins the packaged one, so that everybody's pictures are drawn alike; and it is a browser without a window,
 * which opens one of our pages with half the work.
 * @throws {Error} that names the command to install one when there is none.
 */
export async function findTestChromium(): Promise<InstalledChromium> {
  return oneOf(findNamed() ?? (await findPackaged()) ?? findInstalled());
}

function oneOf(found: InstalledChromium | undefined): InstalledChromium {
  if (found !== undefined) return found;
  throw new Error('no Chromium on this machine: run "npx playwright install chromium", or set FM_CHROMIUM to one');
}

function findNamed(): InstalledChromium | undefined {
  const named = process.env['FM_CHROMIUM'];
  if (named === undefined || named === '') return undefined;
  if (!existsSync(named)) throw new Error(`FM_CHROMIUM names ${named}, and there is no such file`);
  return { executablePath: named, env: {} };
}

function findInstalled(): InstalledChromium | undefined {
  const paths = [chromium.executablePath(), ...SYSTEM_BROWSERS];
  const executablePath = paths.find((path) => path !== '' && existsSync(path));
  return executablePath === undefined ? undefined : { executablePath, env: {} };
}

/** The packaged one, if it starts here: it asks little of a machine, but not nothing. */
async function findPackaged(): Promise<InstalledChromium | undefined> {
  const packaged = await unpackChromium();
  if (packaged === undefined) return undefined;
  try {
    await promisify(execFile)(packaged.executablePath, ['--version'], { env: { ...process.env, ...packaged.env } });
    return packaged;
  } catch (error) {
    process.stderr.write(`the packaged Chromium does not start, so another one is looked for: ${String(error)}\n`);
    return undefined;
  }
}
