import type { TextHistory } from './text-history.ts';

/**
 * What has just been done, as somebody says it who cannot see the canvas: `Added ping`, `Undid: Add ping`. Undefined when
 * nothing was done between the two histories that is worth a word.
 */
export function toGestureNews(before: TextHistory, after: TextHistory): string | undefined {
  const [undone, last] = [before.past.at(-1), after.past.at(-1)];
  if (after.past.length < before.past.length) return undone && `Undid: ${undone.label}`;
  if (after.past.length === before.past.length || !last) return undefined;
  return before.future.length > after.future.length && before.future[0] === last
    ? `Did again: ${last.label}`
    : toPastTense(last.label);
}

/** `Add ping` as `Added ping`; a label whose verb is not known stays as it is. */
function toPastTense(label: string): string {
  const [verb = '', ...rest] = label.split(' ');
  return [PAST[verb] ?? verb, ...rest].join(' ');
}

const PAST: Readonly<Record<string, string>> = {
  Add: 'Added',
  Align: 'Aligned',
  Change: 'Changed',
  Clear: 'Cleared',
  Connect: 'Connected',
  Create: 'Created',
  Cut: 'Cut',
  Delete: 'Deleted',
  Disable: 'Disabled',
  Disconnect: 'Disconnected',
  Distribute: 'Distributed',
  Duplicate: 'Duplicated',
  Edit: 'Edited',
  Enable: 'Enabled',
  Fix: 'Fixed',
  Insert: 'Inserted',
  Lay: 'Laid',
  Move: 'Moved',
  Paste: 'Pasted',
  Place: 'Placed',
  Put: 'Put',
  Reconnect: 'Reconnected',
  Remove: 'Removed',
  Rename: 'Renamed',
  Set: 'Set',
  Take: 'Took',
  Write: 'Wrote',
};
