import { removeMember } from '../text/source-edits.ts';
import type { SourceMember, SourceNode } from '../text/source-node.ts';
import { placeOfKey, type Reporter } from './reporter.ts';

/** Reports keys that stand twice in one object, and keys that JavaScript would misread, anywhere below `root` but in the items `except`. */
export function reportBadKeys(
  root: SourceNode,
  text: string,
  { report }: Reporter,
  except: ReadonlySet<SourceNode> = new Set(),
): void {
  const nodes: SourceNode[] = [root];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.kind === 'list') for (const item of node.items) if (!except.has(item)) nodes.push(item);
    if (node.kind !== 'object') continue;
    for (const { value } of node.members) if (value !== undefined) nodes.push(value);
    if (node.byKey.size === node.members.length && !node.byKey.has('__proto__')) continue;
    const seen = new Map<string, SourceMember>();
    for (const member of node.members) {
      const before = seen.get(member.key);
      seen.set(member.key, member);
      if (member.key !== '__proto__' && before === undefined) continue;
      const fixes = [{ title: `Remove this "${member.key}"`, edits: removeMember(text, node, member) }];
      if (member.key === '__proto__') {
        report('illegal-key', placeOfKey(member), '"__proto__" cannot be a key.', { fixes });
      } else if (before !== undefined) {
        const related = [{ message: 'the first one', at: placeOfKey(before) }];
        const message = `The key "${member.key}" stands twice in one object.`;
        report('duplicate-key', placeOfKey(member), message, { related, fixes });
      }
    }
  }
}
