import { z } from 'zod';

/** A case as it is run: what its generators describe is in place. */
export type GeneratedCase = { readonly template: string; readonly context: unknown };

/**
 * Puts in what a case file only describes, because it is too big or not JSON: `template` repeats a text as the
 * template, `path` says where in the context a repeated `text`, a list of `range` numbers, an object of so many
 * `keys`, lists nested `deep`, or a function (`fn`) goes.
 * @throws {z.ZodError} for a description of another form.
 */
export function generateCase(template: string, context: unknown, gen: unknown): GeneratedCase {
  if (gen === undefined) return { template, context };
  const generators = z.union([Generator.transform((one) => [one]), z.array(Generator)]).parse(gen);
  const filled = z.record(z.string(), z.unknown()).parse(structuredClone(context));
  let text = template;
  for (const generator of generators) {
    if (generator.template) text = generator.template.text.repeat(generator.template.n);
    if (generator.path) put(filled, generator.path.split('.'), generated(generator));
  }
  return { template: text, context: filled };
}

const Generator = z.strictObject({
  template: z.strictObject({ text: z.string(), n: z.int() }).optional(),
  path: z.string().optional(),
  text: z.string().optional(),
  n: z.int().optional(),
  range: z.int().optional(),
  deep: z.int().optional(),
  keys: z.int().optional(),
  fn: z.boolean().optional(),
});
type Generator = z.infer<typeof Generator>;

function generated({ text, n = 1, range, deep, keys, fn }: Generator): unknown {
  if (text !== undefined) return text.repeat(n);
  if (range !== undefined) return Array.from({ length: range }, (_, index) => index);
  if (keys !== undefined) return Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index]));
  if (deep !== undefined) return nestedList(deep);
  return fn ? () => undefined : null;
}

function nestedList(depth: number): unknown {
  let list: unknown = 1;
  for (let level = 0; level < depth; level += 1) list = [list];
  return list;
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    define(target, key, value);
    return;
  }
  const known = Object.hasOwn(target, key) ? target[key] : undefined;
  const next: Record<string, unknown> = typeof known === 'object' && known !== null ? { ...known } : {};
  define(target, key, next);
  put(next, rest, value);
}

/** Also a key such as `__proto__` becomes an ordinary member. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
