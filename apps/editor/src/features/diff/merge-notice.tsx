import { GitMerge, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VersionMerge } from '../../model/diff/merge-versions.ts';
import { Callout } from '../../ui/callout.tsx';

/** Whether two versions can be merged, what is left to decide, and what would be wrong with the result. */
export function MergeNotice(props: { readonly merge: VersionMerge; readonly openCount: number }): ReactNode {
  const { merge, openCount } = props;
  if (merge.status === 'unreadable') {
    return (
      <Callout tone="warning" icon={<GitMerge size={16} />}>
        {UNREADABLE[merge.side]} is not JSON, so the two cannot be merged. Take one of them, or save yours as a copy.
      </Callout>
    );
  }
  if (openCount > 0) {
    return (
      <Callout tone="warning" icon={<GitMerge size={16} />}>
        Both sides changed the same {openCount === 1 ? 'value' : `${openCount} values`} in different ways. Choose one of
        each to merge.
      </Callout>
    );
  }
  if (merge.newErrors.length > 0) return <NewErrors messages={merge.newErrors} />;
  return (
    <Callout tone="info" icon={<GitMerge size={16} />}>
      {merge.conflicts.length === 0
        ? 'Both sides changed different things: they can be merged as they are.'
        : 'Every difference is decided.'}
    </Callout>
  );
}

function NewErrors({ messages }: { readonly messages: readonly string[] }): ReactNode {
  const more = messages.length - MOST_MESSAGES;
  return (
    <Callout tone="warning" icon={<TriangleAlert size={16} />}>
      The merged text has {messages.length === 1 ? '1 error' : `${messages.length} errors`} that neither version has:
      <ul className="my-1 list-disc pl-4">
        {messages.slice(0, MOST_MESSAGES).map((message) => (
          <li key={message}>{message}</li>
        ))}
        {more > 0 && <li>{more} more</li>}
      </ul>
      Merge and repair it afterwards, or take one of the two.
    </Callout>
  );
}

const MOST_MESSAGES = 5;

const UNREADABLE = {
  base: 'What both began with',
  mine: 'Your text',
  theirs: 'The text on disk',
} as const;
