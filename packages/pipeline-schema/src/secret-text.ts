/** A secret shorter than this cannot be masked without masking innocent text too. */
export const MIN_SECRET_LENGTH = 8;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_NAME_LENGTH = 128;
/** No pipeline can read these, because they mean something in every JavaScript object. */
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** True for a name that pipelines can read as `secrets.NAME`. */
export function isSecretName(name: string): boolean {
  return NAME.test(name) && name.length <= MAX_NAME_LENGTH && !RESERVED.includes(name);
}

/** True for a value that is long enough to be masked. */
export function isMaskable(value: string): boolean {
  return value.trim().length >= MIN_SECRET_LENGTH;
}
