import type { ServeOptions } from '../runner.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';

export type AccessOptions = { readonly requireToken?: boolean; readonly allowedHost?: readonly string[] };

/**
 * Who is let in to a server: by options, else by `FM_REQUIRE_TOKEN`, `FM_ALLOWED_HOSTS` and `FM_RATE_LIMIT`. Whoever gives
 * an admin's token wants tokens, unless `FM_REQUIRE_TOKEN` says that none are needed.
 * @throws {CliError} `usage` for a variable that says something else.
 */
export function accessOptionsOf(
  { requireToken, allowedHost = [] }: AccessOptions,
  env: CliIo['env'],
): Pick<ServeOptions, 'requireToken' | 'allowedHosts' | 'ratePerMinute'> {
  const hosts = allowedHost.length > 0 ? allowedHost : [env['FM_ALLOWED_HOSTS'] ?? ''];
  const rate = env['FM_RATE_LIMIT'] || undefined;
  if (rate !== undefined && !/^\d{1,9}$/.test(rate)) {
    throw new CliError(
      'usage',
      `FM_RATE_LIMIT is "${rate}". It must be a number of requests a minute, 0 for any number.`,
    );
  }
  return {
    requireToken: requireToken ?? isOn('FM_REQUIRE_TOKEN', env['FM_REQUIRE_TOKEN'] || (hasAdminToken(env) ? '1' : '')),
    allowedHosts: hosts.flatMap((names) => names.split(/[\s,]+/)).filter((name) => name !== ''),
    ...(rate !== undefined && { ratePerMinute: Number(rate) }),
  };
}

function hasAdminToken(env: CliIo['env']): boolean {
  return Boolean(env['FM_ADMIN_TOKEN'] || env['FM_ADMIN_TOKEN_FILE']);
}

/** A typing error in a variable that closes a door must not leave it open. */
function isOn(name: string, value = ''): boolean {
  if (['', '0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false;
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true;
  throw new CliError('usage', `${name} is "${value}". It must be 1 or 0.`);
}
