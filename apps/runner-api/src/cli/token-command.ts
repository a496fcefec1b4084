import { ROLES } from '@flowmason/pipeline-schema';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RunnerDoors } from '../runner.ts';
import type { CliIo } from './cli-io.ts';

export interface TokenCommandParts {
  readonly io: CliIo;
  readonly doors: RunnerDoors;
  readonly finish: (code: Promise<number>) => Promise<void>;
  readonly options: Readonly<Record<'json' | 'workspace' | 'data', () => Option>>;
}

/** Adds `fm token create|list|revoke`, which work on the data directory, also beside a server that has it. */
export function addTokenCommand(program: Command, { io, doors, finish, options }: TokenCommandParts): void {
  const tokens = program.command('token').description('make, list and revoke tokens of the API');
  const commands = () => import('./commands/token.ts');

  tokens
    .command('create')
    .description('make a token and print it, this once')
    .argument('<name>', 'whose it is, such as ci; it stands in the audit log')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--expires <time>', 'until when, such as 12h, 90d or 52w; default: for ever', toDuration)
    .addOption(options.json())
    .addOption(options.workspace())
    .addOption(options.data())
    .action((name, given) => finish(commands().then(({ createToken }) => createToken(name, given, io, doors))));

  tokens
    .command('list')
    .description('list tokens; their values are kept nowhere')
    .addOption(options.json())
    .addOption(options.workspace())
    .addOption(options.data())
    .action((given) => finish(commands().then(({ listTokens }) => listTokens(given, io, doors))));

  tokens
    .command('revoke')
    .description('end a token and the sessions opened with it')
    .argument('<name>', 'name of the token')
    .addOption(options.json())
    .addOption(options.workspace())
    .addOption(options.data())
    .action((name, given) => finish(commands().then(({ revokeToken }) => revokeToken(name, given, io, doors))));
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const MAX_MS = 10 * 365 * UNIT_MS.d;

function toDuration(text: string): number {
  const [, count, unit] = /^([1-9][0-9]{0,5})([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? Number.NaN); // the expression lets only these pass
  if (ms <= MAX_MS) return ms;
  throw new InvalidArgumentError('It must be a time such as 30m, 12h, 90d or 52w, at most ten years.');
}
