import type { ComparedText } from '../../store/diff-slice.ts';

/** What can be compared with, as the value of a field; a pipeline may be called `saved` or `file` too. */
export type CompareChoice = 'saved' | 'file' | `id:${string}`;

/** A pipeline of the workspace. */
export function toChoice(pipelineId: string): CompareChoice {
  return `id:${pipelineId}`;
}

/** What is compared with now; `file` for every text that is none of the `others`. */
export function chosenOf(
  compared: ComparedText | undefined,
  others: readonly { readonly id: string }[],
): CompareChoice {
  if (compared?.kind !== 'other') return 'saved';
  const other = others.find(({ id }) => id === compared.pipelineId);
  return other ? toChoice(other.id) : 'file';
}
