import { isIP } from 'node:net';
import { type AddressRange, formsOfAddress, isInRanges, parseRange } from '../address-forms.ts';

/** Everything that is not the public internet: this machine, private and shared networks, links. */
const PRIVATE_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::/128',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
].map(parseRange);

/** A rule on addresses instead of names: `10.0.0.0/8`, `fd00::/8`, or the word `private`. */
export interface NamedRange {
  readonly text: string;
  /** True when an address is in the range, or carries one that is: for denying. */
  touches(address: string): boolean;
  /** True when an address itself is in the range, however it is written: for allowing. */
  holds(address: string): boolean;
}

/** Reads a range; undefined for a text that is none, such as a pattern of names. */
export function parseAddressRange(text: string): NamedRange | undefined {
  const ranges = rangesOf(text.trim());
  if (ranges === undefined) return undefined;
  return {
    text,
    touches: (address) => isInRanges(formsOfAddress(address) ?? [], ranges),
    holds: (address) => isInRanges((formsOfAddress(withoutMapping(address)) ?? []).slice(0, 1), ranges),
  };
}

/** The range that is one address: a denied address is denied by whatever name it is reached. */
export function rangeOfAddress(text: string): NamedRange | undefined {
  const address = text.trim().replace(/^\[|\]$/g, '');
  const version = isIP(address);
  const range = version === 0 ? undefined : parseAddressRange(`${address}/${version === 4 ? 32 : 128}`);
  return range && { ...range, text };
}

function rangesOf(text: string): readonly AddressRange[] | undefined {
  if (/^private$/i.test(text)) return PRIVATE_RANGES;
  const [, address, bits] = /^\[?([0-9a-f.:]+)\]?\/(\d{1,3})$/i.exec(text) ?? [];
  const version = address === undefined ? 0 : isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  return [parseRange(`${address}/${bits}`)];
}

/** `::ffff:10.0.0.1` is `10.0.0.1` to the network, and nothing else. */
function withoutMapping(address: string): string {
  const [bare = ''] = address.replace(/^\[|\]$/g, '').split('%');
  const [first, carried] = formsOfAddress(bare) ?? [];
  return first?.kind() === 'ipv6' && /^::ffff:/i.test(String(first)) && carried ? String(carried) : bare;
}
