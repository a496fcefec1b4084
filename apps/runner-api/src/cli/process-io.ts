import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { CliIo, CliOutput } from './cli-io.ts';

/**
 * The real process as a `CliIo`. A reader that goes away (`fm runs | head -1`) ends the process quietly, as it does every
 * tool in a pipe: with 0, for nothing went wrong.
 */
export function processIo(process: NodeJS.Process): CliIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout, () => process.exit(process.exitCode ?? 0)),
    // Nobody reads the talk any more: the work goes on.
    stderr: outputOf(process.stderr, () => undefined),
    readStdin: () => text(process.stdin),
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

function outputOf(stream: NodeJS.WriteStream, onGone: () => void): CliOutput {
  let isGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isGone = true;
    onGone();
  });
  return {
    isTty: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined;
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
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  opener.unref();
  const started = once(opener, 'spawn').then(() => true);
  const failed = once(opener, 'error').then(() => false);
  return Promise.race([started, failed]);
}
