/**
 * Everything that a command touches of the process around it, so that tests run commands in-process. `main.ts` makes
 * the real one with `processIo`.
 */
export interface CliIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  /** The whole of standard input as text. */
  readStdin(): Promise<string>;
  /** A person sits at standard input. */
  readonly isStdinTty: boolean;
  /**
   * Asks a person for a line that is not shown while it is typed.
   * @throws {Error} when the person gives up (Ctrl+C, Ctrl+D).
   */
  readHidden(prompt: string): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `tick` every `ms` until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  /** Calls `listener` on every Ctrl+C and request to terminate until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once, whatever is still going on. */
  exit(code: number): void;
  /** Opens an address in the user's browser; resolves false when there is no way to. */
  openBrowser(url: string): Promise<boolean>;
}

/** Standard output carries data, standard error talk. */
export interface CliOutput {
  readonly isTty: boolean;
  /** Size in characters; undefined when it is not a terminal. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** The reader has gone away (EPIPE), so that nothing more needs to be written. */
  readonly isGone: boolean;
  /** Does nothing once the reader has gone. */
  write(text: string): void;
}
