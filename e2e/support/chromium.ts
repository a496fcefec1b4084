import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';

/** What Playwright needs to start a browser that is on this machine. */
export type InstalledChromium = {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
};

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Finds a Chromium without downloading one: `FM_CHROMIUM`, Playwright's own if it has been installed, the system's, and
 * last the one that comes inside an npm package (Linux x64 only).
 * @throws {Error} that names the command to install one when there is none.
 */
export async function findChromium(): Promise<InstalledChromium> {
  const named = process.env['FM_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`FM_CHROMIUM names ${named}, and there is no such file`);
    return { executablePath: named, env: {} };
  }
  const found = [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => path !== '' && existsSync(path));
  if (found !== undefined) return { executablePath: found, env: {} };
  const packaged = await unpackChromium();
  if (packaged !== undefined) return packaged;
  throw new Error('no Chromium on this machine: run "npx playwright install chromium", or set FM_CHROMIUM to one');
}

/** Unpacks the Chromium of the optional package `@sparticuz/chromium`; undefined where it is not installed or not for this machine. */
async function unpackChromium(): Promise<InstalledChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!isInstalled('@sparticuz/chromium')) return undefined;
  // It unpacks to a fixed name inside TMPDIR, and its libraries only when it believes that it runs on AWS Lambda.
  const folder = join(tmpdir(), `flowmason-chromium-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = { TMPDIR: process.env['TMPDIR'], AWS: process.env['AWS_EXECUTION_ENV'] };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    const libraries = [join(folder, 'al2023', 'lib'), dirname(executablePath)].join(':');
    return {
      executablePath,
      env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: writeFontsConf(folder), HOME: folder },
    };
  } finally {
    restoreEnv('TMPDIR', before.TMPDIR);
    restoreEnv('AWS_EXECUTION_ENV', before.AWS);
  }
}

function isInstalled(name: string): boolean {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return folders.some((folder) => existsSync(join(folder, name, 'package.json')));
}

/** Without fonts of its own that browser draws no text at all. */
function writeFontsConf(folder: string): string {
  const file = join(folder, 'fonts.conf');
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(folder, 'fonts')];
  const lines = folders.map((path) => `<dir>${path}</dir>`).join('');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${lines}<cachedir>${folder}/font-cache</cachedir></fontconfig>`,
  );
  return file;
}

function restoreEnv(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
