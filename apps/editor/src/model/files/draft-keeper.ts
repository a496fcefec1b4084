import type { DraftedText } from './draft.ts';

/** Keeps what is edited and not saved. */
export interface DraftKeeper {
  /** Tells what is open now. The first edit is written at once, a text that is saved takes the draft away at once. */
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
 * Makes a keeper that knows of no draft yet. However fast a person types, a draft is written once per pause; it is never
 * older than that, and after a rest not older than the edit itself: the page may be busy drawing it for longer than a pause.
 */
export function createDraftKeeper({ write, remove, later }: DraftKeeperPorts): DraftKeeper {
  let waiting: DraftedText | undefined;
  let written: DraftedText | undefined;
  let callOff: (() => void) | undefined;

  function rest(): void {
    callOff?.();
    callOff = undefined;
  }

  function flush(): void {
    rest();
    if (!waiting) return;
    write(waiting);
    written = waiting;
    waiting = undefined;
    callOff = later(flush);
  }

  return {
    flush,
    note(document) {
      if (document.text === document.base.text) {
        rest();
        if (written) remove();
        waiting = undefined;
        written = undefined;
        return;
      }
      if (document.text === written?.text && document.base === written.base) {
        waiting = undefined;
        return;
      }
      waiting = document;
      if (!callOff) flush();
    },
  };
}
