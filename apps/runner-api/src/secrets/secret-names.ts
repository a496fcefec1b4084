import { isMaskable, isSecretName, MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import { textsOfSecret } from './secret-spellings.ts';

/** Longer than any key file; each value is looked for in everything that is recorded. */
const MAX_VALUE_BYTES = 64 * 1024;
/** Of all values together: a bundle of certificates has about a thousand, and each is looked for in about twenty spellings. */
const MAX_TEXTS = 1_100;

/**
 * Refuses names that no pipeline could read, and values that could not be masked, with the names and without the values.
 * @throws {RunnerError} `secrets_invalid`.
 */
export function checkSecrets(secrets: Readonly<Record<string, string>>): void {
  const badNames = Object.keys(secrets).filter((name) => !isSecretName(name));
  if (badNames.length > 0) {
    throw invalid(`Secrets need names of letters, digits and "_": ${badNames.join(', ')} cannot be one.`);
  }
  const short = namesOf(secrets, (value) => !isMaskable(value));
  if (short !== '') {
    throw invalid(
      `A secret needs at least ${MIN_SECRET_LENGTH} characters, or it could not be masked without masking other text too: ${short}. Use a longer value, or an ordinary input or "env" value if it is not secret.`,
    );
  }
  const odd = namesOf(secrets, (value) => !value.isWellFormed());
  if (odd !== '') throw invalid(`A secret must be text; half a character is in ${odd}.`);
  const long = namesOf(secrets, (value) => Buffer.byteLength(value) > MAX_VALUE_BYTES);
  if (long !== '') throw invalid(`A secret may have at most ${MAX_VALUE_BYTES / 1024} kB: ${long} has more.`);
  const textCount = Object.values(secrets).reduce((count, value) => count + textsOfSecret(value).length, 0);
  if (textCount > MAX_TEXTS) {
    const names = namesOf(secrets, (value) => textsOfSecret(value).length > 1);
    throw invalid(
      `Secrets may have at most ${MAX_TEXTS} lines together (of JSON: texts), because each is masked by itself; ${names} have ${textCount}. Give a run only what it reads, and a large file in base64, as one line.`,
    );
  }
}

function namesOf(secrets: Readonly<Record<string, string>>, isMeant: (value: string) => boolean): string {
  const found = Object.entries(secrets).filter(([, value]) => isMeant(value));
  return found.map(([name]) => name).join(', ');
}

function invalid(message: string): RunnerError {
  return new RunnerError('secrets_invalid', message);
}
