import type { CliIo, CliOutput } from './cli-io.ts';

export type MemoryIo = {
  readonly io: CliIo;
  /** Everything written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Presses Ctrl+C. */
  readonly interrupt: () => void;
  /** Lets all timers fire once. */
  readonly tick: () => void;
  /** Codes that the process was ended with. */
  readonly exits: readonly number[];
  /** Resolves when the command has begun to listen for Ctrl+C. */
  readonly untilListening: Promise<void>;
  /** Resolves when `text` has been written to standard error or output. */
  readonly untilWritten: (text: string) => Promise<void>;
};

export type MemoryIoOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What a person types at a hidden prompt; there is nobody without it. */
  readonly typed?: string;
  readonly tty?: 'stdout' | 'stderr' | 'both';
  readonly columns?: number;
  readonly rows?: number;
  /** The reader of both outputs has gone away. */
  readonly gone?: boolean;
};

/** A process that exists only in memory. Its clock stands still. */
export function createMemoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const waiting: { text: string; resolve: () => void }[] = [];
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  const timers = new Set<() => void>();
  const exits: number[] = [];
  let listening = () => {};
  const untilListening = new Promise<void>((resolve) => {
    listening = resolve;
  });

  const output = (name: 'stdout' | 'stderr'): CliOutput => {
    const isTty = options.tty === name || options.tty === 'both';
    return {
      isTty,
      columns: isTty ? (options.columns ?? 80) : undefined,
      rows: isTty ? (options.rows ?? 24) : undefined,
      isGone: options.gone ?? false,
      write: (text) => {
        written[name] += text;
        for (const one of waiting)
          if (written.stdout.includes(one.text) || written.stderr.includes(one.text)) one.resolve();
      },
    };
  };
  const register = (set: Set<() => void>, listener: () => void) => {
    set.add(listener);
    return () => set.delete(listener);
  };
  return {
    io: {
      cwd: options.cwd ?? '/',
      env: options.env ?? {},
      stdout: output('stdout'),
      stderr: output('stderr'),
      readStdin: async () => options.stdin ?? '',
      isStdinTty: options.typed !== undefined,
      readHidden: async (prompt) => {
        written.stderr += prompt;
        return options.typed ?? '';
      },
      now: () => Date.parse('2026-03-01T12:00:10.000Z'),
      every: (_ms, tick) => register(timers, tick),
      onInterrupt: (listener) => {
        listening();
        return register(listeners, listener);
      },
      exit: (code) => exits.push(code),
      openBrowser: async () => false,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    tick: () => {
      for (const timer of timers) timer();
    },
    exits,
    untilListening,
    untilWritten: (text) =>
      new Promise((resolve) => {
        if (written.stdout.includes(text) || written.stderr.includes(text)) resolve();
        else waiting.push({ text, resolve });
      }),
  };
}
