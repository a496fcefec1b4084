import { PipelineFile } from '@flowmason/pipeline-schema';

/** As large as a definition may be. */
const MAX_BYTES = 1024 * 1024;

/**
 * The text behind an address of this server, for importing. Only this origin is asked, no redirect is followed, and no more
 * is read than a pipeline may have. Behind `/api/v1/pipelines/…` that is the text of the file, not the answer around it.
 * @throws {Error} with the reason, for a person.
 */
export async function fetchDocument(address: string, page: URL): Promise<{ fileName: string; text: string }> {
  const url = toSameOrigin(address, page);
  const fileName = toFileName(url);
  const response = await fetch(url, { redirect: 'error', headers: { accept: 'application/json' } }).catch(
    (cause: unknown) => {
      throw new Error(`${url.pathname} could not be fetched: nothing answers there, or it leads elsewhere.`, { cause });
    },
  );
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status} ${response.statusText}.`);
  const bytes = await readAtMost(response, url);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return unwrap(text) ?? { fileName, text };
  } catch (cause) {
    throw new Error(`${url.pathname} is not UTF-8 text.`, { cause });
  }
}

/** The document in an answer of the API about a pipeline file, which has the text inside; undefined for anything else. */
function unwrap(text: string): { fileName: string; text: string } | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined; // whoever imports it says what is wrong with it
  }
  const file = PipelineFile.safeParse(body);
  return file.success ? { fileName: file.data.path.split('/').at(-1) ?? '', text: file.data.text } : undefined;
}

function toSameOrigin(address: string, page: URL): URL {
  const url = URL.parse(address, page);
  if (!url) throw new Error(`“${address}” is no address.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(
      `${url.protocol} is no address of a server. A page can only import from its own, ${page.origin}: save the text as a file and drop it here.`,
    );
  }
  if (url.origin !== page.origin) {
    throw new Error(
      `${url.origin} is another origin. A page can only import from its own, ${page.origin}: download the file and drop it here.`,
    );
  }
  return url;
}

/** The last part of the path, as a person reads it. */
function toFileName({ pathname }: URL): string {
  try {
    return pathname.split('/').map(decodeURIComponent).at(-1) ?? '';
  } catch (cause) {
    throw new Error(
      `${pathname} is no address: a “%” in it is not followed by the two digits of a character. Write a “%” itself as %25.`,
      { cause },
    );
  }
}

async function readAtMost(response: Response, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`${url.pathname} is larger than a pipeline may be (1 MB).`);
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()); // chunks of a fetch are never shared memory
}
