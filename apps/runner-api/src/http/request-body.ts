import { type Json, readJsonText } from '@flowmason/pipeline-schema';
import { type Request, type RequestHandler, raw } from 'express';
import { RunnerError } from '../runner-error.ts';
import { createBodyRoom } from './body-room.ts';
import { findCaller } from './caller.ts';

/** Bytes that a request may carry (`spec.md` §10). */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * A pipeline comes as text inside of JSON, where each of its quotes and line ends takes two bytes: so that one of the full
 * size can be written. How large the text itself may be is the workspace's to say.
 */
const MAX_PIPELINE_BODY_BYTES = 2 * MAX_BODY_BYTES;

/** Any other method either has no body or no route. */
const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** More than a token and what stands around it; nobody has said yet who it is. */
const MAX_SIGN_IN_BYTES = 4096;

/**
 * Reads the body of a sign-in.
 * @throws {RunnerError} as `readBody`, `limit_exceeded` above 4 kB.
 */
export const readSignIn: RequestHandler = readUpTo(MAX_SIGN_IN_BYTES);

/**
 * Reads the body of a write and leaves its text to `bodyText` and `jsonBody`.
 * @throws {RunnerError} `media_type_refused` for anything but `application/json`: a form of another site can send other
 * types without asking. `limit_exceeded` above 1 MB, and for the files of pipelines above 2 MB. `overloaded` when so much is
 * being read at once, of this caller or of all, that memory might not suffice.
 */
export function createBodyReader(): RequestHandler {
  const room = createBodyRoom();
  const [readSome, readPipeline] = [readUpTo(MAX_BODY_BYTES), readUpTo(MAX_PIPELINE_BODY_BYTES)];
  return function readBody(req, res, next) {
    if (!WRITES.has(req.method)) return next();
    // What says nothing of its length may be as long as is allowed, and so may what is compressed.
    const isTold = req.headers['transfer-encoding'] === undefined && req.headers['content-encoding'] === undefined;
    const [most, read] = isPipeline(req) ? [MAX_PIPELINE_BODY_BYTES, readPipeline] : [MAX_BODY_BYTES, readSome];
    const size = isTold ? Math.min(most, Number(req.headers['content-length'] ?? 0)) : most;
    const giveBack = room.take(findCaller(req)?.name ?? '', size);
    res.once('close', giveBack);
    read(req, res, (error: unknown) => {
      giveBack();
      next(error);
    });
  };
}

function isPipeline({ path }: Request): boolean {
  return /^\/pipelines(?:\/|$)/.test(path);
}

function readUpTo(limit: number): RequestHandler {
  const read = raw({ type: () => true, limit });
  return (req, res, next) => {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    if (!isJson(req.get('Content-Type')) && (hasBody || req.method !== 'DELETE')) {
      throw new RunnerError('media_type_refused', 'Writes need the header "Content-Type: application/json".');
    }
    // Refused by what it says of itself: reading on would wait for bytes that nobody wants.
    if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
    read(req, res, (error: unknown) => next(isTooLarge(error) ? tooLarge(limit, error) : error));
  };
}

/**
 * The body as text, with its byte order mark if it has one; empty when there is none.
 * @throws {RunnerError} `request_invalid` for bytes that are not UTF-8.
 */
export function bodyText(req: Request): string {
  const bytes: unknown = req.body;
  if (!Buffer.isBuffer(bytes)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RunnerError('request_invalid', 'The body is not UTF-8 text.', { cause });
  }
}

/**
 * The body as a JSON value; `{}` when there is none. Numbers that JavaScript cannot hold stay text.
 * @throws {RunnerError} `request_invalid` when it is not JSON, `limit_exceeded` when it is nested too deeply.
 */
export function jsonBody(req: Request): Json {
  const text = bodyText(req);
  if (text.trim() === '') return {};
  const reading = readJsonText(text);
  if (reading.status === 'parsed') return reading.value;
  const code = reading.kind === 'depth' ? 'limit_exceeded' : 'request_invalid';
  throw new RunnerError(code, `The body ${reading.reason}.`);
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/(?:[a-z0-9.-]+\+)?json\s*(?:;|$)/i.test(contentType);
}

function isTooLarge(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && error.type === 'entity.too.large';
}

function tooLarge(limit: number, cause?: Error): RunnerError {
  return new RunnerError('limit_exceeded', `The body is larger than ${limit / 1024} kB.`, { cause });
}
