/**
 * Keeps a block of lines at the bottom of a terminal and redraws it in place.
 *
 * I1  Between calls the cursor stands behind the block, at the start of a line, so that other output follows it.
 * I2  The cursor is hidden from the first drawing to `end`, and shown again whatever happened in between.
 * I3  A drawing that shows what the last one showed writes nothing.
 */
export class LiveScreen {
  readonly #write: (text: string) => void;
  #drawn: readonly string[] = [];
  #isHidden = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Replaces the block. No line may be wider than the terminal, or the next drawing would start at the wrong place. */
  draw(lines: readonly string[]): void {
    if (lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index])) return;
    const hide = this.#isHidden ? '' : HIDE_CURSOR;
    this.#isHidden = true;
    this.#write(`${hide}${this.#up()}${lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`);
    this.#drawn = lines;
  }

  /** Takes the block away; the next drawing starts anew where it stood. */
  clear(): void {
    if (this.#drawn.length > 0) this.#write(`${this.#up()}${CLEAR_BELOW}`);
    this.#drawn = [];
  }

  /** Leaves the last drawing where it is and gives the cursor back. Harmless when called twice. */
  end(): void {
    if (this.#isHidden) this.#write(SHOW_CURSOR);
    this.#isHidden = false;
    this.#drawn = [];
  }

  #up(): string {
    return this.#drawn.length === 0 ? '' : `\u001B[${this.#drawn.length}A\r`;
  }
}

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';
