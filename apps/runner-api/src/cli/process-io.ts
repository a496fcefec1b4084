import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { CliIo, CliOutput } from './cli-io.ts';
import { readHiddenLine } from './read-hidden-line.ts';

/**
 * The real process as a `CliIo`. A reader that goes away (`fm runs | head -1`) is no error: what is written after that is
 * dropped, and a run that is going on goes on to its end.
 */
export function processIo(process: NodeJS.Process): CliIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readStdin: () => text(process.stdin),
    isStdinTty: process.stdin.isTTY === true,
    readHidden: (prompt) => readHiddenLine(prompt, process),
    now: () => Date.now(),
    every: (ms, tick) => {
      const timer = setInterval(tick, ms);
      return () => clearInterval(timer);
    },
    onInterrupt: (listener) => {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return () => process.off('SIGINT', listener).off('SIGTERM', listener);
    },
    exit: (code) => process.exit(code),
    openBrowser,
  };
}

function outputOf(stream: NodeJS.WriteStream): CliOutput {
  let isGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isGone = true;
  });
  return {
    isTty: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined;
    },
    get isGone() {
      return isGone;
    },
    write: (data) => {
      if (!isGone) stream.write(data);
    },
  };
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
};

async function openBrowser(url: string): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  if (command === undefined) return false;
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true, env: harmlessEnvironment() });
  opener.unref();
  const started = once(opener, 'spawn').then(() => true);
  const failed = once(opener, 'error').then(() => false);
  return Promise.race([started, failed]);
}

/** The browser has no use for what the runner was given, some of which is secret. */
function harmlessEnvironment(): NodeJS.ProcessEnv {
  const own = /^(?:FM_|OPENAI_|ANTHROPIC_|OTEL_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
