import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';

/** Why the body of an answer could not be taken. `message` goes on after the name of the request. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly type: 'LIMIT' | 'VALIDATION' | 'CONNECTIVITY' | 'TIMEOUT';

  constructor(type: AnswerError['type'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

/** Encodings on top of each other that are undone; nobody but an attacker sends more. */
const MAX_ENCODINGS = 2;

/** What an answer says of its body in its headers; empty where it says nothing. */
export interface BodyHeaders {
  readonly contentEncoding: string;
  readonly contentType: string;
}

/** A body as text, or as base64 where it is no text in its charset. */
export interface AnswerBody {
  readonly body: string;
  readonly bodyEncoding?: 'base64';
}

/**
 * The decoded body, in the charset that its type names, else UTF-8; what is no such text is kept byte for byte. Decoding is a stream that stops at the first byte above `maxBytes`, so memory stays flat
 * whatever a small answer would unfold to.
 * @throws {AnswerError} LIMIT above `maxBytes`, VALIDATION for bytes that are not in the encoding that the answer claims,
 * CONNECTIVITY when it breaks off.
 */
export async function readAnswer(
  body: Readable,
  { contentEncoding, contentType }: BodyHeaders,
  maxBytes: number,
): Promise<AnswerBody> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > MAX_ENCODINGS) {
    body.destroy();
    throw new AnswerError('LIMIT', `is encoded ${encodings.length} times over (${contentEncoding})`);
  }
  const decoded = await decode(body, encodings);
  const bytes = await collect(decoded, encodings.length > 0, maxBytes);
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  const text = textOf(bytes, charset);
  return text === undefined ? { body: bytes.toString('base64'), bodyEncoding: 'base64' } : { body: text };
}

/** Undefined for bytes that are no text in that charset, and for a charset that does not exist. */
function textOf(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

async function decode(body: Readable, encodings: readonly string[]): Promise<Readable> {
  let stream = body;
  for (const encoding of encodings.toReversed()) {
    const decoder = await decoderFor(encoding, stream);
    // Errors reach the reader of the last stream, which is destroyed with them.
    stream = pipeline(stream, decoder, () => {}) as Readable & typeof decoder;
  }
  return stream;
}

async function decoderFor(encoding: string, stream: Readable) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    case 'deflate':
      return (await startsLikeZlib(stream)) ? createInflate() : createInflateRaw();
    default:
      stream.destroy();
      throw new AnswerError('VALIDATION', `has the unknown content-encoding "${encoding}"`);
  }
}

/** Half of the servers that say deflate mean raw deflate; only the zlib form begins with 8 in its lower half byte. */
async function startsLikeZlib(stream: Readable): Promise<boolean> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    stream.unshift(bytes);
    return ((bytes[0] ?? 0) & 0x0f) === 8;
  }
  return true;
}

async function collect(stream: Readable, isDecoded: boolean, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes: unknown = chunk;
      if (!Buffer.isBuffer(bytes)) continue;
      size += bytes.length;
      if (size > maxBytes) {
        throw new AnswerError(
          'LIMIT',
          `is larger than the ${maxBytes} bytes of max_response_bytes. Ask for less, or raise the limit (at most 10 MB)`,
        );
      }
      chunks.push(bytes);
    }
  } catch (error) {
    if (isDecoded && isCodecError(error)) {
      throw new AnswerError('VALIDATION', 'is not in the encoding that it claims, or was cut short', { cause: error });
    }
    throw error;
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

function isCodecError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_FORMAT|ZSTD_|ERR_ZSTD|ERR_)/.test(String(error.code));
}
