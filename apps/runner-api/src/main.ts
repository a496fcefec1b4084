import { fileURLToPath } from 'node:url';
import type { OpenAccessFiles } from './access.ts';
import { processIo } from './cli/process-io.ts';
import { runCli } from './cli/run-cli.ts';
import type { Log, LogLevel } from './log.ts';
import { maskOrHide } from './mask-or-hide.ts';
import type { Backups, OpenHistory, OpenRunner, OpenSecrets } from './runner.ts';
import { takePipes } from './variable-or-file.ts';

const EDITOR_FOLDER = fileURLToPath(new URL('../../editor/dist', import.meta.url)); // from src/ and from dist/ alike

/** The command that logs what it does; all others only say what they were asked for. */
const SERVER_COMMAND = 'fm serve';

const io = processIo(process);

/** A log of plain lines, which only say what went wrong: what a command has to say is its output. */
let log: Log = writePlainly;
let flushLog = (): void => {};
/** What every line of the log goes through. There is no secret to hide before a runner is there. */
let maskText = (line: string): string => line;

/** Loaded when a command first needs it: checking a document must not wait for a server. */
const open: OpenRunner = async (options) => {
  const isServer = options.command === SERVER_COMMAND;
  if (isServer) await openServerLog();
  const env = await takePipes(io.env, (name) => isForRuns(name) || (isServer && name === 'FM_ADMIN_TOKEN'));
  const { createRunner } = await import('./composition/create-runner.ts');
  const runner = await createRunner({
    ...options,
    env,
    editorFolder: EDITOR_FOLDER,
    log: (level, message, detail) => log(level, message, detail),
    onStorageFailure: endWith,
  });
  maskText = runner.maskText;
  return runner;
};
const openAccess: OpenAccessFiles = async (data) => {
  const { openAccessFiles } = await import('./access/open-access.ts');
  const { maskStored } = await import('./composition/open-secrets.ts');
  const onDefect = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    io.stderr.write(`fm: This is not in the audit log of ${data}, which cannot be written to (${why}).\n`);
  };
  return openAccessFiles(data, onDefect, maskStored(data, io.env));
};
const backups = async (): Promise<Backups> => (await import('./journal/backups.ts')).backups;
const openHistory: OpenHistory = async (data) => (await import('./composition/open-history.ts')).openHistory(data);

const openSecrets: OpenSecrets = async (data) => {
  const { openAuditedSecrets } = await import('./composition/open-secrets.ts');
  return openAuditedSecrets(data, await takePipes(io.env, (name) => name === 'FM_ENCRYPTION_KEY'));
};

/** Variables that runs need the values of. */
function isForRuns(name: string): boolean {
  return name === 'FM_ENCRYPTION_KEY' || name.startsWith('FM_SECRET_');
}

/** How long what is still open may take to end, in ms. */
const GRACE_MS = 500;

process.on('exit', () => flushLog());
// Left to itself, Node opens a debugger for whoever sends this signal, and all secrets with it.
process.on('SIGUSR1', () => undefined);
process.exitCode = await runCli(process.argv.slice(2), { open, openHistory, openAccess, backups, openSecrets }, io);
// A run that a stopped server leaves behind would wait for its timers; the process ends without it.
setTimeout(() => process.exit(), GRACE_MS).unref();

async function openServerLog(): Promise<void> {
  const [{ createLog }, { readLogSettings }] = await Promise.all([
    import('./telemetry/create-log.ts'),
    import('./telemetry/log-settings.ts'),
  ]);
  const settings = readLogSettings(io.env, { isTty: io.stderr.isTty });
  const opened = createLog({ ...settings, write: (lines) => io.stderr.write(lines), mask: (line) => maskText(line) });
  log = opened.log;
  flushLog = opened.flush;
  // As they are printed otherwise, between lines of JSON, nobody would find them.
  process.removeAllListeners('warning').on('warning', ({ name, message }) => log('warn', message, { warning: name }));
}

/** The disk has failed: what was acknowledged is kept, and nothing more can be. Whoever has just asked still gets an answer. */
function endWith(error: unknown): void {
  log('error', 'the data directory can no longer be written to, so the runner ends', error);
  setTimeout(() => process.exit(1), GRACE_MS);
}

function writePlainly(level: LogLevel, message: string, detail?: unknown): void {
  if (level !== 'error') return;
  const told =
    detail instanceof Error ? ` ${detail.stack ?? detail.message}` : detail === undefined ? '' : ` ${detail}`;
  io.stderr.write(`${maskOrHide(`${new Date().toISOString()} ${level} ${message}${told}`, maskText)}\n`);
}
