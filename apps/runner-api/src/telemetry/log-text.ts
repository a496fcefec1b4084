import { z } from 'zod';

const Line = z.looseObject({
  time: z.string(),
  level: z.string(),
  message: z.string().default(''),
  err: z.looseObject({ message: z.string().optional(), stack: z.string().optional() }).optional(),
});

/** A line of the log, which is a JSON object, as a person reads it: time, level, message, the rest as `name=value`. */
export function toLogText(line: string): string {
  const { time, level, message, err, ...facts } = Line.parse(JSON.parse(line));
  const rest = Object.entries(facts).map(([name, value]) => ` ${name}=${toWord(value)}`);
  const trace = err === undefined ? '' : `\n  ${printable(err.stack ?? err.message ?? '').replaceAll('\n', '\n  ')}`;
  return `${time} ${level.padEnd(5)} ${printable(message).replaceAll('\n', ' ')}${rest.join('')}${trace}\n`;
}

function toWord(value: unknown): string {
  return typeof value === 'string' && /^[\x21\x23-\x7e]+$/.test(value) ? value : JSON.stringify(value);
}

/** Without what would steer a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '?');
}
