import { type Json, readJsonText } from '@flowmason/pipeline-schema';

/**
 * The JSON document that an answer is: all of it, or its one fenced block. Undefined when there is none, when there are
 * several blocks (which one was meant?), and when the document is nested too deep or has the key `__proto__`.
 */
export function findJson(content: string): Json | undefined {
  const whole = readJsonText(content.trim());
  if (whole.status === 'parsed') return whole.value;
  const blocks = fencedBlocks(content);
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) return undefined;
  const fenced = readJsonText(block.trim());
  return fenced.status === 'parsed' ? fenced.value : undefined;
}

/** The texts of all closed blocks between lines of backticks or tildes, as Markdown has them. */
function fencedBlocks(content: string): string[] {
  const blocks: string[] = [];
  let fence: string | undefined;
  let lines: string[] = [];
  for (const line of content.split(/\r?\n/)) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      lines = [];
    } else if (mark?.startsWith(fence) && line.trim() === mark) {
      blocks.push(lines.join('\n'));
      fence = undefined;
    } else lines.push(line);
  }
  return blocks;
}
