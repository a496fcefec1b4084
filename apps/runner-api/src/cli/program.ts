import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { RunnerDoors } from '../runner.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { DEFAULT_SERVER } from './default-server.ts';
import { addTokenCommand } from './token-command.ts';

/** What the commands are run with, and where the exit code of the one that ran is left. */
export type ProgramParts = {
  readonly io: CliIo;
  readonly doors: RunnerDoors;
  readonly onExit: (code: number) => void;
};

const RUN_STATUSES = ['queued', 'running', 'waiting', 'succeeded', 'recovered', 'failed', 'cancelled'];

/**
 * The whole surface of the command line. What a command does is loaded when it runs: `fm validate` has no business
 * loading a server.
 */
export function createProgram({ io, doors, onExit }: ProgramParts): Command {
  const program = new Command('fm')
    .description('Checks, draws, runs and serves FlowMason pipelines.')
    .usage('<command>')
    .version(RUNNER_VERSION, '-v, --version')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('("fm help <command>" tells more)')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .hook('preAction', (_program, command) => takeFromEnv(command, io.env));
  const finish = (code: Promise<number>) => code.then(onExit);
  const workspace = () => new Option('--workspace <dir>', 'directory of pipelines and profiles').default('.');
  const server = () =>
    new Option('--server <url>', 'ask that server').default('', 'none: the data directory').argParser(toUrl);
  const data = () =>
    new Option('--data <dir>', 'where runs are kept (default: .flowmason in the workspace); :memory: for nowhere');
  const json = () => new Option('--json', 'write JSON for machines');

  program
    .command('run')
    .description('run a pipeline to its end')
    .argument('<file|name>', 'pipeline document, or its name')
    .option('--input <json|path|->', 'input: JSON, a path, @path, or - for standard input')
    .option('--sample', "take the document's sample_input")
    .option('--profile <name|path>', 'environment to run in')
    .option('--sandbox [=situation]', 'run against simulated services; alone: all goes well', (value) => value || true)
    .option('--secrets-file <file>', 'secrets for this run: NAME=value lines, or a JSON object')
    .option('--events', 'write the journal as it grows, one JSON event a line')
    .addOption(json())
    .addOption(new Option('--server <url>', 'run on that server instead of in this process').argParser(toUrl))
    .addOption(workspace())
    .addOption(data())
    .action((file, options) => finish(import('./commands/run.ts').then(({ run }) => run(file, options, io, doors))));

  program
    .command('validate')
    .description('check documents')
    .argument('<file...>', 'pipeline documents')
    .option('--strict', 'warnings count as errors')
    .addOption(json())
    .addOption(new Option('--format <format>', 'how to write findings').choices(['text', 'json', 'sarif']))
    .action((files, options) =>
      finish(import('./commands/validate.ts').then(({ validate }) => validate(files, options, io))),
    );

  program
    .command('eval')
    .description('evaluate a template, or check a file of cases')
    .argument('[template]', 'such as "{{ input.count + 1 }}"')
    .option('--context <json|path>', 'values of input, stages and so on')
    .addOption(
      new Option('--mode <mode>', 'what a missing value does')
        .choices(['strict', 'lenient', 'condition'])
        .default('strict'),
    )
    .option('--now <ms>', 'the instant that now() gives, ms since 1970', toWhole)
    .option('--cases <file>', 'cases to check instead')
    .addOption(json())
    .action((template, options) =>
      finish(import('./commands/eval.ts').then(({ evaluate }) => evaluate(template, options, io))),
    );

  program
    .command('graph')
    .description('draw a document as a Mermaid flowchart')
    .argument('<file>', 'pipeline document')
    .addOption(json())
    .action((file, options) => finish(import('./commands/graph.ts').then(({ graph }) => graph(file, options, io))));

  program
    .command('gantt')
    .description('draw the plan of a document, or a run, as a Mermaid gantt')
    .argument('<file|run>', 'pipeline document, or id of a run on the server')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((reference, options) =>
      finish(import('./commands/gantt.ts').then(({ gantt }) => gantt(reference, options, io, doors))),
    );

  program
    .command('schema')
    .description('write the JSON Schema of documents')
    .addOption(json())
    .action(() => finish(import('./commands/schema.ts').then(({ schema }) => schema(io))));

  program
    .command('normalise')
    .alias('normalize')
    .description('write a document in canonical form')
    .argument('<file>', 'pipeline document')
    .addOption(json())
    .action((file) => finish(import('./commands/normalise.ts').then(({ normalise }) => normalise(file, io))));

  program
    .command('serve')
    .description('serve editor and API')
    .addOption(new Option('--port <port>', 'port to listen on, 0 for any').default(8999).argParser(toPort))
    .addOption(new Option('--host <host>', 'address to listen on').default('127.0.0.1'))
    .addOption(workspace())
    .addOption(data())
    .addOption(
      new Option('--keep-days <days>', 'remove runs so many days after their end, 0 for never')
        .default(DEFAULT_KEEP_DAYS)
        .argParser(toWhole),
    )
    .option(
      '--require-token',
      'ask for a token at this machine too (FM_REQUIRE_TOKEN=1); elsewhere one is always needed',
    )
    .option('--allowed-host <name...>', 'name under which others ask the server (FM_ALLOWED_HOSTS)')
    .addOption(
      new Option('--max-runs <runs>', 'runs that are worked on at once; more wait for their turn')
        .default(DEFAULT_MAX_RUNS)
        .argParser(toMaxRuns),
    )
    .option('--open', 'open the editor in the browser')
    .addOption(json())
    .action((options) => finish(import('./commands/serve.ts').then(({ serve }) => serve(options, io, doors))));

  program
    .command('init')
    .description('put a small workspace into a directory; nothing is overwritten')
    .argument('[dir]', 'directory', '.')
    .addOption(json())
    .action((directory, options) =>
      finish(import('./commands/init.ts').then(({ init }) => init(directory, options, io))),
    );

  program
    .command('runs')
    .description('list runs, newest first')
    .option('--pipeline <name>', 'only of that pipeline')
    .addOption(
      new Option('--status <status,...>', `only with one of these: ${RUN_STATUSES.join(', ')}`).argParser(toStatuses),
    )
    .option('--needs-person', 'only those that are held or wait for a decision')
    .option('--limit <count>', 'at most so many, 1 to 200', toPageSize)
    .option('--cursor <cursor>', 'go on after a page')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((options) => finish(import('./commands/runs.ts').then(({ runs }) => runs(options, io, doors))));

  program
    .command('show')
    .description('show one run and its stages')
    .argument('<run>', 'id of the run')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((run, options) => finish(import('./commands/show.ts').then(({ show }) => show(run, options, io, doors))));

  program
    .command('logs')
    .description('show the journal of a run')
    .argument('<run>', 'id of the run')
    .option('-f, --follow', 'until the run has ended')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((run, options) => finish(import('./commands/logs.ts').then(({ logs }) => logs(run, options, io, doors))));

  program
    .command('resume')
    .description('let an open run go on that was left or is held, and stay until it has ended')
    .argument('<run>', 'id of the run')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((run, options) =>
      finish(import('./commands/resume.ts').then(({ resume }) => resume(run, options, io, doors))),
    );

  const secret = program.command('secret').description('keep secrets for pipelines, encrypted in the data directory');
  secret
    .command('set')
    .description('store a secret; its value is read from standard input or a hidden prompt')
    .usage('<name> [options]')
    .argument('<name>', 'name, read by pipelines as {{secrets.NAME}}')
    .argument('[value...]', 'never: a command line is no place for a secret')
    .option('--host <address...>', 'where it may go, such as api.github.com; without any: wherever pipelines send it')
    .option('--any-host', 'let it go anywhere again')
    .option('--from-file <path>', 'read the value from a file')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((name, more, options) =>
      finish(import('./commands/secret.ts').then(({ setSecret }) => setSecret([name, ...more], options, io, doors))),
    );
  secret
    .command('list')
    .description('list names, dates and hosts; values are never shown')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((options) =>
      finish(import('./commands/secret.ts').then(({ listSecrets }) => listSecrets(options, io, doors))),
    );
  secret
    .command('rm')
    .description('remove a secret')
    .argument('<name>', 'name of the secret')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((name, options) =>
      finish(import('./commands/secret.ts').then(({ removeSecret }) => removeSecret(name, options, io, doors))),
    );
  secret
    .command('rotate')
    .description('give a secret another value and keep its hosts; with --key encrypt all of them with another key')
    .usage('<name> | --key [options]')
    .argument('[name...]', 'name of the secret')
    .option('--key', 'another key instead of another value')
    .option('--from-file <path>', 'read the value from a file')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((words, options) =>
      finish(import('./commands/secret.ts').then(({ rotateSecret }) => rotateSecret(words, options, io, doors))),
    );

  program
    .command('backup')
    .description(
      'write a copy of all runs, secrets (encrypted) and tokens (hashed) to one file, also while a server runs',
    )
    .argument('<file>', 'file to write; it must not exist')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((file, options) =>
      finish(import('./commands/backup.ts').then(({ backup }) => backup(file, options, io, doors))),
    );

  program
    .command('restore')
    .description('make a data directory of a backup; open runs are held until somebody resumes them')
    .argument('<file>', 'file that "fm backup" has written')
    .option('--force', 'move a data directory that is there aside')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((file, options) =>
      finish(import('./commands/restore.ts').then(({ restore }) => restore(file, options, io, doors))),
    );

  program
    .command('prune')
    .description('remove old runs now; a server does so by itself (--keep-days)')
    .addOption(
      new Option('--older-than <days>', 'runs that ended more than so many days ago')
        .default(DEFAULT_KEEP_DAYS)
        .argParser(toDays),
    )
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((options) => finish(import('./commands/prune.ts').then(({ prune }) => prune(options, io, doors))));

  program
    .command('resolve')
    .description('say what became of a request that was on its way when the runner stopped')
    .argument('<run>', 'id of the run')
    .argument('<stage>', 'id of the stage, in loops its address such as each[2]/call')
    .addOption(
      new Option('--as <answer>', 'done: it did its work; failed: it did not; retry: send it again')
        .choices(['done', 'failed', 'retry'])
        .makeOptionMandatory(),
    )
    .option(
      '--output <json|path|->',
      'with done: the output of the stage: JSON, a path, @path, or - for standard input',
    )
    .option('--note <text>', 'why, for the journal')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((run, stage, options) =>
      finish(import('./commands/resolve.ts').then(({ resolve }) => resolve(run, stage, options, io, doors))),
    );

  program
    .command('cancel')
    .description('end a run; finally blocks still run')
    .addArgument(new Argument('<run>', 'id of the run'))
    .option('--reason <text>', 'why, for the journal')
    .option('--force', 'at once: finally blocks do not run, and those that do are cut off')
    .addOption(json())
    .addOption(server())
    .addOption(workspace())
    .addOption(data())
    .action((run, options) =>
      finish(import('./commands/cancel.ts').then(({ cancel }) => cancel(run, options, io, doors))),
    );

  addTokenCommand(program, { io, doors, finish, options: { json, workspace, data } });

  program
    .command('audit')
    .description('show who has done what, newest first')
    .option('--limit <count>', 'at most so many lines', toWhole, 50)
    .option('--cursor <cursor>', 'go on after a page')
    .addOption(json())
    .addOption(workspace())
    .addOption(data())
    .action((options) => finish(import('./commands/audit.ts').then(({ audit }) => audit(options, io, doors))));

  return program;
}

/** For how long ended runs are kept when nobody says otherwise. */
const DEFAULT_KEEP_DAYS = 90;
const DEFAULT_MAX_RUNS = 1000;

/** Options that a variable sets when the command line does not. */
const FROM_ENV = [
  { option: 'server', variable: 'FM_SERVER', parse: toUrl },
  { option: 'port', variable: 'FM_PORT', parse: toPort },
  { option: 'host', variable: 'FM_HOST', parse: (text: string) => text },
  { option: 'workspace', variable: 'FM_WORKSPACE', parse: (text: string) => text },
  { option: 'keepDays', variable: 'FM_KEEP_DAYS', parse: toWhole },
  { option: 'maxRuns', variable: 'FM_MAX_RUNS', parse: toMaxRuns },
] as const;

function takeFromEnv(command: Command, env: CliIo['env']): void {
  for (const { option, variable, parse } of FROM_ENV) {
    const text = env[variable];
    // Only where the option has a default: "fm run" goes to a server when it is told to, not by a variable.
    if (!text || command.getOptionValueSource(option) !== 'default') continue;
    try {
      command.setOptionValueWithSource(option, parse(text), 'env');
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new CliError('usage', `${variable} is "${text}". ${error.message}`, { cause: error });
    }
  }
}

function toWhole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function toPageSize(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 200) throw new InvalidArgumentError('It must be a number from 1 to 200.');
  return count;
}

/** Several with commas between them, or by naming the option again. */
function toStatuses(text: string, before: readonly string[] = []): readonly string[] {
  const statuses = text.split(',').map((word) => word.trim());
  const unknown = statuses.find((status) => !RUN_STATUSES.includes(status));
  if (unknown === undefined) return [...before, ...statuses];
  throw new InvalidArgumentError(`"${unknown}" is none. Allowed choices are ${RUN_STATUSES.join(', ')}.`);
}

function toMaxRuns(text: string): number {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 10_000) throw new InvalidArgumentError('It must be a number of runs from 1 to 10000.');
  return count;
}

/** `30` and `30d` are 30 days. */
function toDays(text: string): number {
  const days = /^(\d{1,6})d?$/.exec(text)?.[1];
  if (days === undefined || Number(days) === 0)
    throw new InvalidArgumentError('It must be a number of days, such as 30d.');
  return Number(days);
}

function toPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function toUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new InvalidArgumentError(`It must be an address such as ${DEFAULT_SERVER}.`);
}
