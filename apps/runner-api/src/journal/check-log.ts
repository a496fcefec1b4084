import { existsSync, readFileSync } from 'node:fs';

/**
 * True when SQLite's log (`journal.db-wal`) was damaged after it was written, so that commits behind the damage would be
 * dropped in silence: SQLite reads a log up to the first frame that is not right. A log whose last commit is incomplete is
 * what a crash leaves, and no damage: each commit is on the disk before the next one begins, so at most one can be torn.
 */
export function isLogDamaged(path: string): boolean {
  if (!existsSync(path)) return false;
  const log = readFileSync(path);
  if (log.length < HEADER_BYTES) return false; // SQLite begins it anew
  const header = readHeader(log);
  if (header === undefined) return log.length > HEADER_BYTES;
  return commitsBehindFirstFault(log, header) > 1;
}

/** The layout of the file is described at https://sqlite.org/fileformat2.html#walformat */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

type Sum = readonly [number, number];
type Header = { readonly pageBytes: number; readonly salts: Sum; readonly sum: Sum; readonly isBigEndian: boolean };

function readHeader(log: Buffer): Header | undefined {
  const magic = log.readUInt32BE(0);
  if (magic !== MAGIC && magic !== MAGIC + 1) return undefined;
  const isBigEndian = magic === MAGIC + 1;
  const sum = sumOf(log, { from: 0, to: 24, before: [0, 0], isBigEndian });
  if (sum[0] !== log.readUInt32BE(24) || sum[1] !== log.readUInt32BE(28)) return undefined;
  return { pageBytes: log.readUInt32BE(8), salts: [log.readUInt32BE(16), log.readUInt32BE(20)], sum, isBigEndian };
}

function commitsBehindFirstFault(log: Buffer, { pageBytes, salts, sum: first, isBigEndian }: Header): number {
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  let sum: Sum | undefined = first;
  let commits = 0;
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    // Frames of an earlier use of the file follow behind those that count.
    const belongs = log.readUInt32BE(at + 8) === salts[0] && log.readUInt32BE(at + 12) === salts[1];
    if (sum) sum = belongs ? sumOfFrame(log, at, { before: sum, frameBytes, isBigEndian }) : undefined;
    const isCommit = log.readUInt32BE(at + 4) !== 0;
    if (!sum && belongs && isCommit) commits += 1;
  }
  return commits;
}

/** The running checksum behind the frame; undefined when it is not the one that stands there. */
function sumOfFrame(
  log: Buffer,
  at: number,
  {
    before,
    frameBytes,
    isBigEndian,
  }: { readonly before: Sum; readonly frameBytes: number; readonly isBigEndian: boolean },
): Sum | undefined {
  const ofHeader = sumOf(log, { from: at, to: at + 8, before, isBigEndian });
  const sum = sumOf(log, { from: at + FRAME_HEADER_BYTES, to: at + frameBytes, before: ofHeader, isBigEndian });
  return sum[0] === log.readUInt32BE(at + 16) && sum[1] === log.readUInt32BE(at + 20) ? sum : undefined;
}

function sumOf(
  log: Buffer,
  part: { readonly from: number; readonly to: number; readonly before: Sum; readonly isBigEndian: boolean },
): Sum {
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  let [first, second] = part.before;
  for (let at = part.from; at < part.to; at += 8) {
    first = (first + view.getUint32(at, !part.isBigEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, !part.isBigEndian) + first) >>> 0;
  }
  return [first, second];
}
