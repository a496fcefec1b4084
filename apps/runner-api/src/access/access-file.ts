import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { Role } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { changeAlone, readPrivateFile, stampOf, writePrivateFile } from '../private-file.ts';
import { RunnerError } from '../runner-error.ts';

/** A token as it is stored: the hash of its value. Tokens are 256 random bits, so a fast hash cannot be searched. */
export const StoredToken = z.object({
  /** Sessions refer to it, so that a new token of the same name does not revive them. */
  id: z.string(),
  name: z.string(),
  role: Role,
  /** SHA-256 of the value, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
});
export type StoredToken = z.infer<typeof StoredToken>;

/** Sessions that were ended before their time; kept until that has come. Times are ms since 1970. */
export const EndedSession = z.object({
  /** The token that it was opened with. */
  token: z.string(),
  /** The session; or all of the token that were opened until then, where there were too many to name. */
  session: z.union([z.string(), z.number()]),
  until: z.number(),
});
export type EndedSession = z.infer<typeof EndedSession>;

const AccessState = z.object({
  version: z.literal(1),
  /** 32 random bytes, base64url: signs the cookies of sessions. */
  session_key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  tokens: z.array(StoredToken),
  ended: z.array(EndedSession).default([]),
});
export type AccessState = z.infer<typeof AccessState>;

/** What is kept of access: in a file, or in this process alone. */
export interface AccessStore {
  /** As it is now: what another process has changed is read anew. @throws {RunnerError} `data_unusable`. */
  read(): AccessState;
  /** Writes the state of this process down when nothing is there yet. */
  keep(): Promise<void>;
  /** Replaces the state with what `change` makes of it, while nobody else changes it. */
  change(change: (state: AccessState) => AccessState): Promise<AccessState>;
}

/** Keeps access in a file, which is made with the first change or `keep`; until then its session key is that of this process. */
export function createAccessFile(path: string): AccessStore {
  let known: { readonly state: AccessState; readonly stamp: string } | undefined;
  const initial = newState();

  const read = (): AccessState => {
    const stamp = stampOf(path);
    if (stamp === undefined) return initial;
    if (known?.stamp === stamp) return known.state;
    const file = readPrivateFile(path);
    if (file === undefined) return initial;
    known = { state: parseState(file.text, basename(path)), stamp: file.stamp };
    return known.state;
  };
  return {
    read,
    async keep() {
      if (stampOf(path) !== undefined) return;
      await changeAlone(path, () => {
        if (stampOf(path) === undefined) writePrivateFile(path, toText(initial));
      });
    },
    change: (change) =>
      changeAlone(path, () => {
        const next = change(read());
        writePrivateFile(path, toText(next));
        return next;
      }),
  };
}

/** Keeps access as long as the process lives. */
export function createMemoryAccess(): AccessStore {
  let state = newState();
  return {
    read: () => state,
    keep: async () => undefined,
    async change(change) {
      state = change(state);
      return state;
    },
  };
}

function toText(state: AccessState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

function newState(): AccessState {
  return { version: 1, session_key: randomBytes(32).toString('base64url'), tokens: [], ended: [] };
}

/** `name` is for messages, which strangers may see: where the file lies is none of their business. */
function parseState(text: string, name: string): AccessState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined; // the message of the parser quotes the text; the check below refuses what is no object
  }
  const state = AccessState.safeParse(json);
  if (state.success) return state.data;
  throw new RunnerError(
    'data_unusable',
    `The file ${name} in the data directory is damaged, so nobody is let in. Restore it from a backup, or move it away and make new tokens with "fm token create".`,
  );
}
