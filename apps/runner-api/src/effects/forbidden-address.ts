import ipaddr from 'ipaddr.js';

/** Names under which clouds offer credentials to whoever asks. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Ranges that hold the metadata services of clouds; nothing that a pipeline needs answers there. */
const METADATA_RANGES = ['169.254.0.0/16', '100.100.100.200/32', '192.0.0.192/32', 'fe80::/10', 'fd00:ec2::/32'].map(
  (range) => ipaddr.parseCIDR(range),
);

/** True for the name of a metadata service. Addresses written as a host are for `isForbiddenAddress`. */
export function isForbiddenName(host: string): boolean {
  return METADATA_NAMES.has(host.toLowerCase().replace(/\.$/, ''));
}

/**
 * True for an address of a metadata service, also inside an IPv6 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP).
 * `address` is one that a resolver or the URL parser gave: decimal, octal and hex spellings are gone by then. What is no address is
 * forbidden too.
 */
export function isForbiddenAddress(address: string): boolean {
  const text = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(text)) return true;
  const parsed = ipaddr.parse(text);
  return formsOf(parsed).some((form) =>
    METADATA_RANGES.some(([network, bits]) => form.kind() === network.kind() && form.match(network, bits)),
  );
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The address and the IPv4 address that it carries, if it is of a kind that carries one. */
function formsOf(address: Address): readonly Address[] {
  if (address.kind() === 'ipv4') return [address];
  const bytes = address.toByteArray();
  const isZero = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  const isMapped = isZero(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff;
  const isTranslated = isZero(0, 8) && bytes[8] === 0xff && bytes[9] === 0xff && isZero(10, 12);
  const isNat64 = bytes[0] === 0 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b;
  const is6to4 = bytes[0] === 0x20 && bytes[1] === 0x02;
  const isTeredo = bytes[0] === 0x20 && bytes[1] === 0x01 && isZero(2, 4);
  const isIsatap = isZero(9, 10) && bytes[10] === 0x5e && bytes[11] === 0xfe;
  const carried = [
    ...(isMapped || isTranslated || isNat64 || isZero(0, 12) ? [bytes.slice(12, 16)] : []),
    ...(is6to4 ? [bytes.slice(2, 6)] : []),
    // Teredo carries the address of its server, and that of its client with all bits turned over.
    ...(isTeredo ? [bytes.slice(4, 8), bytes.slice(12, 16).map((byte) => byte ^ 0xff)] : []),
    ...(isIsatap ? [bytes.slice(12, 16)] : []),
  ];
  return [address, ...carried.map((four) => new ipaddr.IPv4(four))];
}

/** Thrown instead of connecting to a metadata service. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor(host: string) {
    super(
      `the host ${host} is the address of a cloud's metadata service, which gives out credentials; it is never called`,
    );
  }
}
