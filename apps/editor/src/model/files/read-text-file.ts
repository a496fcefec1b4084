/** More than a definition may have, so that one that is a little too large still shows what it is. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A file as the browser hands it over. */
type FileLike = Pick<Blob, 'size' | 'arrayBuffer'> & { readonly name: string };

/**
 * The text of a file, to the byte: a byte order mark stays.
 * @throws {Error} for a file that is too large to be a pipeline, or that is not UTF-8; its message is for people.
 */
export async function readTextFile(file: FileLike): Promise<string> {
  if (file.size > MAX_BYTES) {
    throw new Error(`${file.name} has ${Math.round(file.size / 1024)} kB; a pipeline has at most 1024.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch (cause) {
    throw new Error(`${file.name} is not UTF-8 text. Save it as UTF-8 in a text editor first.`, { cause });
  }
}
