/** Primary result codes of SQLite. */
export const SQLITE_BUSY = 5;
export const SQLITE_READONLY = 8;
export const SQLITE_IOERR = 10;
export const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
export const SQLITE_CANTOPEN = 14;
export const SQLITE_NOTADB = 26;

/** True for an error that SQLite threw; `errcode` then holds its (extended) result code. */
export function isSqliteError(error: unknown): error is Error & { readonly errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** The room for the index of the log could not be had: the one lack of room that SQLite does not call `SQLITE_FULL`. */
const SQLITE_IOERR_SHMSIZE = 4874;

/** True when SQLite threw `error` because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return hasErrcode(error, SQLITE_FULL) || (isSqliteError(error) && error.errcode === SQLITE_IOERR_SHMSIZE);
}

/** True when SQLite threw `error` for one of these primary codes. */
export function hasErrcode(error: unknown, ...codes: readonly number[]): boolean {
  return isSqliteError(error) && codes.includes(error.errcode & 0xff);
}
