import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What Playwright needs to start a browser that is on this machine. */
export type InstalledChromium = {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
};

const PACKAGE = '@sparticuz/chromium';

/** One process unpacks once: while it does, its environment is another one. */
let unpacked: Promise<InstalledChromium | undefined> | undefined;

/**
 * Unpacks the Chromium of the optional package `@sparticuz/chromium`, once for each of its versions and each user;
 * undefined where it is not installed or not for this machine.
 */
export function unpackChromium(): Promise<InstalledChromium | undefined> {
  unpacked ??= unpackOnce();
  return unpacked;
}

async function unpackOnce(): Promise<InstalledChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const version = installedVersion();
  if (version === undefined) return undefined;
  const parent = join(tmpdir(), `flowmason-chromium-${userInfo().uid}`);
  const folder = join(parent, version);
  if (!existsSync(folder)) {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    await unpackTo(folder, mkdtempSync(join(parent, 'unpacking-')));
  }
  const libraries = [join(folder, 'al2023', 'lib'), folder].join(':');
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder },
  };
}

/** Whoever finds `folder` finds all of it: it gets its name at the end, and the first of two who unpack it wins. */
async function unpackTo(folder: string, draft: string): Promise<void> {
  try {
    await inflateInto(draft);
    writeFontsConf(draft, folder);
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** It unpacks to a fixed name inside TMPDIR, and its libraries only when it believes that it runs on AWS Lambda. */
async function inflateInto(folder: string): Promise<void> {
  const before = { TMPDIR: process.env['TMPDIR'], AWS: process.env['AWS_EXECUTION_ENV'] };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
  } finally {
    restoreEnv('TMPDIR', before.TMPDIR);
    restoreEnv('AWS_EXECUTION_ENV', before.AWS);
  }
}

/** Its package.json is read from where it lies: the package does not export it. */
function installedVersion(): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths(PACKAGE) ?? [];
  const file = folders.map((folder) => join(folder, PACKAGE, 'package.json')).find((path) => existsSync(path));
  return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')).version;
}

/** Without fonts of its own that browser draws no text at all; with those of a machine it would draw some of it differently. */
function writeFontsConf(folder: string, laterFolder: string): void {
  const [fonts, cache] = [join(laterFolder, 'fonts'), join(laterFolder, 'font-cache')];
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  );
}

function restoreEnv(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
