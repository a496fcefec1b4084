import { isExactNumber } from '../text/read-json-text.ts';
import type { SourceNode } from '../text/source-node.ts';
import type { Reporter } from './reporter.ts';

/**
 * Reports numbers that cannot be held as they are written, anywhere below `root` but in the items `except`: an integer above 2^53 would run
 * rounded, which is a warning, and `1e400` not at all, which is an error.
 */
export function reportInexactNumbers(
  root: SourceNode,
  text: string,
  { report }: Reporter,
  except: ReadonlySet<SourceNode> = new Set(),
): void {
  const nodes: SourceNode[] = [root];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.kind === 'list') for (const item of node.items) if (!except.has(item)) nodes.push(item);
    if (node.kind === 'object') for (const { value } of node.members) if (value !== undefined) nodes.push(value);
    if (node.kind !== 'scalar' || typeof node.value !== 'number') continue;
    const source = text.slice(node.start, node.end);
    if (isExactNumber(node.value, source)) continue;
    const severity = Number.isFinite(node.value) ? 'warning' : 'error';
    const outcome = severity === 'error' ? 'cannot be held' : `would be rounded to ${node.value}`;
    const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
    report('inexact-number', node, `The number ${shown} ${outcome}. Write it as a text if its digits matter.`, {
      severity,
      fixes: [
        { title: 'Write it as a text', edits: [{ start: node.start, end: node.end, text: JSON.stringify(source) }] },
      ],
    });
  }
}
