import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { EncryptionKey } from './encryption-key.ts';

/** A value as it is stored: AES-256-GCM, `data` holds the tag behind the ciphertext. */
export const SealedValue = z.strictObject({ key: z.string(), nonce: z.base64(), data: z.base64() });
export type SealedValue = z.infer<typeof SealedValue>;

/** What a value is bound to: opening it with anything else fails, so entries cannot be swapped or bound anew. */
export interface SealContext {
  readonly name: string;
  readonly hosts: readonly string[];
  /** `current` is used; `retired` was replaced, and is kept to be masked. */
  readonly use: 'current' | 'retired';
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with a random nonce of its own each time. */
export function sealValue(value: string, context: SealContext, key: EncryptionKey): SealedValue {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(context));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { key: key.id, nonce: nonce.toString('base64'), data: data.toString('base64') };
}

/** The value; undefined when `key` is not its key, or anything about it was changed. */
export function openValue({ nonce, data }: SealedValue, context: SealContext, key: EncryptionKey): string | undefined {
  const bytes = Buffer.from(data, 'base64');
  const start = Buffer.from(nonce, 'base64');
  if (start.length !== NONCE_BYTES || bytes.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key.bytes, start, { authTagLength: TAG_BYTES })
    .setAAD(boundTo(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined; // the tag does not fit, which is all that there is to know
  }
}

function boundTo({ name, hosts, use }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['flowmason secret', 1, use, name, hosts]));
}
