import type { CliOutput } from './cli-io.ts';

/** Writes `value` as one line of JSON. On a terminal control characters above ASCII are escaped too: some act on them. */
export function writeJson(output: CliOutput, value: unknown): void {
  output.write(`${toJsonText(output, value)}\n`);
}

/** Writes `value` as JSON for people: indented on a terminal and in files alike. */
export function writeIndentedJson(output: CliOutput, value: unknown): void {
  output.write(`${toJsonText(output, value, 2)}\n`);
}

function toJsonText(output: CliOutput, value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  if (!output.isTty) return text;
  return text.replace(
    // JSON escapes the controls of ASCII itself; these are the ones that it leaves.
    /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
