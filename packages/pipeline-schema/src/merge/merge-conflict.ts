/** A value that both sides have changed in different ways. */
export interface MergeConflict {
  /** Where, with stages and routes by their name: `/stages/ping/config/url`. Unique among the conflicts. */
  readonly key: string;
  /** The value as each side has it written; undefined where a side has none. */
  readonly base: string | undefined;
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}

/** Which side a conflict is decided for. */
export type MergeSide = 'mine' | 'theirs';
