import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create, extract } from 'tar';
import { z } from 'zod';
import { RunnerError } from '../runner-error.ts';

/** The format of the file. A newer one is refused. */
const FORMAT = 1;
const MANIFEST = 'manifest.json';

/** What a backup may hold, by its path in the data directory. Anything else in the file is refused. */
const PART =
  /^(?:journal\.db|beside\/[A-Za-z0-9-]+\/journal\.db|secrets\.json|access\.json|audit[A-Za-z0-9.-]*\.ndjson)$/;

const Part = z.strictObject({
  path: z.string().regex(PART),
  bytes: z.int().nonnegative(),
  /** SHA-256 in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const Manifest = z.object({
  format: z.literal(FORMAT),
  /** Version of the product that wrote it. */
  version: z.string(),
  created_at: z.iso.datetime(),
  run_count: z.int().nonnegative(),
  open_run_count: z.int().nonnegative(),
  parts: z.array(Part).min(1),
});
export type Manifest = z.infer<typeof Manifest>;

/** True for a file of the data directory that belongs into a backup. */
export function isPart(path: string): boolean {
  return PART.test(path);
}

/** Writes the tar file `file` from the `parts` below `folder`, with a manifest first; durable when it resolves. */
export async function packBackup(
  folder: string,
  file: string,
  about: Omit<Manifest, 'format' | 'parts'> & { readonly parts: readonly string[] },
): Promise<void> {
  const parts = await Promise.all(about.parts.map(async (path) => ({ path, ...(await sumOf(join(folder, path))) })));
  const manifest: Manifest = { format: FORMAT, ...about, parts };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await create({ file, cwd: folder, portable: true, mode: 0o600 }, [MANIFEST, ...about.parts]);
  const written = openSync(file, 'r+');
  fsyncSync(written);
  closeSync(written);
}

/**
 * Unpacks a backup into the empty directory `folder` and checks every part against the manifest.
 * @throws {RunnerError} `backup_unusable`.
 */
export async function unpackBackup(file: string, folder: string): Promise<Manifest> {
  if (!existsSync(file)) throw unusable(file, 'it is not there');
  const strange: string[] = [];
  try {
    await extract({
      file,
      cwd: folder,
      strict: true,
      filter: (path, entry) => {
        const isFile = 'type' in entry ? entry.type === 'File' || entry.type === 'OldFile' : entry.isFile();
        const isKnown = isFile && (path === MANIFEST || isPart(path));
        if (!isKnown) strange.push(path);
        return isKnown;
      },
    });
  } catch (cause) {
    throw unusable(file, 'it cannot be read to its end', cause);
  }
  if (strange.length > 0)
    throw unusable(file, `it holds ${strange.slice(0, 3).join(', ')}, which is no part of a backup`);
  const manifest = readManifest(file, folder);
  for (const { path, ...expected } of manifest.parts) {
    const found = existsSync(join(folder, path)) ? await sumOf(join(folder, path)) : undefined;
    if (found?.sha256 !== expected.sha256) throw unusable(file, `its part ${path} is not what was written`);
  }
  return manifest;
}

function readManifest(file: string, folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw unusable(file, 'it has no manifest, so "fm backup" has not written it');
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw unusable(file, 'its manifest cannot be read', cause);
  }
  const format = z.object({ format: z.int() }).safeParse(found).data?.format ?? 0;
  if (format > FORMAT) throw unusable(file, `a newer version of FlowMason has written it (format ${format})`);
  const manifest = Manifest.safeParse(found);
  if (manifest.success) return manifest.data;
  throw unusable(file, 'its manifest is not one of ours', manifest.error);
}

async function sumOf(path: string): Promise<Pick<z.infer<typeof Part>, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: statSync(path).size, sha256: hash.digest('hex') };
}

function unusable(file: string, why: string, cause?: unknown): RunnerError {
  return new RunnerError('backup_unusable', `${file} cannot be restored: ${why}. Nothing was changed.`, { cause });
}
