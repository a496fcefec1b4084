import { isStageId } from '../ids.ts';

/**
 * An id that no stage of `taken` has, ignoring case, as near to `wanted` as can be: `wanted` itself, what a legal id leaves
 * of it, or that with a number (`ping` → `ping-2`, `ping-2` → `ping-3`).
 */
export function freeStageId(taken: Iterable<string>, wanted: string): string {
  const used = new Set([...taken].map((id) => id.toLowerCase()));
  const legal = toStageId(wanted);
  if (!used.has(legal.toLowerCase())) return legal;
  const stem = legal.replace(/-\d{1,6}$/, '') || legal;
  const last = Number(/-(\d{1,6})$/.exec(legal)?.[1] ?? 1);
  for (let number = last + 1; ; number += 1) {
    const ending = `-${number}`;
    const id = stem.slice(0, MOST - ending.length) + ending;
    if (!used.has(id.toLowerCase())) return id;
  }
}

/** The legal id that comes nearest to a text; `stage` where nothing of it can stay. */
function toStageId(text: string): string {
  const id = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, MOST)
    .replace(/-+$/, '');
  return isStageId(id) ? id : 'stage';
}

const MOST = 64;
