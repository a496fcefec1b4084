import { z } from 'zod';
import { RunnerError } from '../runner-error.ts';

/** A place in a journal as requests name it. */
export const Seq = z
  .string('must be given once')
  .regex(/^\d{1,15}$/, 'must be a whole number, the seq of an event')
  .transform(Number);

/**
 * What `schema` makes of `value`, a part of a request that `source` names in messages.
 * @throws {RunnerError} `request_invalid`, with every place that is wrong.
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, source = 'The body'): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map(
    ({ path, message }) => (path.length > 0 ? `${path.join('.')}: ` : '') + message,
  );
  throw new RunnerError('request_invalid', `${source} cannot be used. ${findings.join('; ')}.`);
}

/** A parameter of a query that may be repeated, or hold several values with commas between them. */
export function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((texts) => [texts].flat().flatMap((text) => text.split(',').filter((part) => part !== '')))
    .pipe(z.array(item).min(1, 'names nothing'));
}
