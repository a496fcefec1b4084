import type { Role } from '@flowmason/pipeline-schema';
import type { TokenInfo } from '../../access.ts';
import { LOCAL_CALLER } from '../../audit.ts';
import type { RunnerDoors } from '../../runner.ts';
import { toCell } from '../../terminal/cell.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

export type TokenOptions = DataOptions & { readonly json?: boolean };
export type CreateTokenOptions = TokenOptions & {
  readonly role: Role;
  /** In ms. */
  readonly expires?: number;
};

/** Makes a token. Standard output carries nothing but its value, so that it can go into a file or a variable. */
export async function createToken(
  name: string,
  options: CreateTokenOptions,
  io: CliIo,
  { openAccess }: RunnerDoors,
): Promise<number> {
  const { prepare, tokens, audit } = await openAccess(dataOf(options, io));
  prepare();
  const made = await audit.record(LOCAL_CALLER, { action: 'token.create', target: name, detail: options.role }, () =>
    tokens.create({ name, role: options.role, expiresInMs: options.expires }),
  );
  if (options.json) {
    writeJson(io.stdout, made);
    return EXIT.ok;
  }
  io.stdout.write(`${made.token}\n`);
  const until = made.expires_at === null ? 'does not expire' : `expires at ${made.expires_at}`;
  io.stderr.write(
    `This is the token "${made.name}" (${made.role}, ${until}). It is shown this once and kept nowhere: put it where only its user can read it.\nCommands send the token in FM_TOKEN, or in the file that FM_TOKEN_FILE names.\n`,
  );
  return EXIT.ok;
}

/** Lists the tokens by name. */
export async function listTokens(options: TokenOptions, io: CliIo, { openAccess }: RunnerDoors): Promise<number> {
  const { tokens } = await openAccess(dataOf(options, io));
  const list = tokens.list();
  if (options.json) {
    writeJson(io.stdout, { items: list });
    return EXIT.ok;
  }
  for (const token of list) io.stdout.write(`${lineOf(token, io.now())}\n`);
  if (list.length === 0) io.stderr.write('There are no tokens. Make one with: fm token create NAME --role viewer\n');
  return EXIT.ok;
}

/** Ends a token; a server that has the directory refuses it from its next request on. */
export async function revokeToken(
  name: string,
  options: TokenOptions,
  io: CliIo,
  { openAccess }: RunnerDoors,
): Promise<number> {
  const { tokens, audit } = await openAccess(dataOf(options, io));
  const revoked = await audit.record(LOCAL_CALLER, { action: 'token.revoke', target: name }, () => tokens.revoke(name));
  if (options.json) writeJson(io.stdout, revoked);
  else io.stdout.write(`The token "${revoked.name}" and its sessions have ended.\n`);
  return EXIT.ok;
}

function lineOf({ name, role, created_at, expires_at }: TokenInfo, nowMs: number): string {
  const hasExpired = expires_at !== null && Date.parse(expires_at) <= nowMs;
  const until = expires_at === null ? 'does not expire' : `${hasExpired ? 'expired' : 'expires'} ${expires_at}`;
  return `${toCell(name, 24)}  ${toCell(role, 8)}  made ${created_at}  ${until}`;
}
