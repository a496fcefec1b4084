import type { DraftedText } from './draft.ts';

/** Keeps what is edited and not saved. */
export interface DraftKeeper {
  /** Tells what is open now. Edits are written after a pause, a text that is saved takes the draft away at once. */
  note(document: DraftedText): void;
  /** Writes what is still waiting, at once. */
  flush(): void;
}

/** Where drafts go, and the clock. */
export interface DraftKeeperPorts {
  write(document: DraftedText): void;
  remove(): void;
  /** Calls `task` after the pause; gives back what calls it off. */
  later(task: () => void): () => void;
}

/**
 * Makes a keeper that knows of no draft yet. However fast a person types, a draft is written once per pause, counted from
 * the first edit that is not written yet, so that it is never older than that.
 */
export function createDraftKeeper({ write, remove, later }: DraftKeeperPorts): DraftKeeper {
  let waiting: DraftedText | undefined;
  let written: DraftedText | undefined;
  let callOff: (() => void) | undefined;

  function flush(): void {
    callOff?.();
    callOff = undefined;
    if (!waiting) return;
    write(waiting);
    written = waiting;
    waiting = undefined;
  }

  return {
    flush,
    note(document) {
      if (document.text === document.base.text) {
        callOff?.();
        callOff = undefined;
        if (written) remove();
        waiting = undefined;
        written = undefined;
        return;
      }
      if (document.text === written?.text && document.base === written.base) return;
      waiting = document;
      callOff ??= later(flush);
    },
  };
}
