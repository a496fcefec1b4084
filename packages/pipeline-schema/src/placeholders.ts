/**
 * What stands in a new stage for what only a person can know. Each is right by its schema and can do no harm: the host
 * cannot exist, nobody sets the variable, no pipeline has the name. `placeholderIn` knows all of them again.
 */
export const PLACEHOLDERS = {
  variable: 'to_be_written',
  value: '{{vars.to_be_written}}',
  itemCondition: '{{item.to_be_written}}',
  pipeline: 'to-be-written',
  text: 'to be written',
} as const;

/** The address that a new stage `id` calls. */
export function placeholderAddress(id: string): string {
  return `https://to-be-written.invalid/${id}`;
}

/** The words that a new stage `id` logs or asks a model. */
export function placeholderWords(id: string): string {
  return `${id}: ${PLACEHOLDERS.text}`;
}

/** A quick look that tells of most texts that no placeholder stands anywhere in them. */
export function mayHoldPlaceholder(text: string): boolean {
  return /to[-_ ]be[-_ ]written/.test(text);
}

/** What kind of placeholder a config value is or contains; words of a person's own are none. */
export function placeholderIn(value: string): 'address' | 'variable' | 'words' | 'name' | undefined {
  if (!mayHoldPlaceholder(value)) return undefined;
  if (/\/\/to-be-written\.invalid(?![\w.-])/.test(value)) return 'address';
  if (/\{\{[^}]*\b(?:vars|item)\.to_be_written\b/.test(value)) return 'variable';
  if (/^(?:[\w-]+: )?to be written$/.test(value)) return 'words';
  return value === PLACEHOLDERS.pipeline || value === PLACEHOLDERS.variable ? 'name' : undefined;
}
