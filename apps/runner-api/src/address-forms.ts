import ipaddr from 'ipaddr.js';

/** A range of addresses in the form that `ipaddr.js` compares with. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * The address that a text is, and the IPv4 addresses that it carries (mapped, compatible, NAT64, 6to4, Teredo, ISATAP):
 * whoever judges an address judges all of them. Undefined for a text that is no address; brackets and a zone are left out.
 */
export function formsOfAddress(text: string): readonly (ipaddr.IPv4 | ipaddr.IPv6)[] | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return undefined;
  const address = ipaddr.parse(bare);
  return address.kind() === 'ipv4' ? [address] : [address, ...carriedBy(address.toByteArray())];
}

/** True when the address or one that it carries lies in one of the ranges. */
export function isInRanges(forms: readonly (ipaddr.IPv4 | ipaddr.IPv6)[], ranges: readonly AddressRange[]): boolean {
  return forms.some((form) =>
    ranges.some(([network, bits]) => form.kind() === network.kind() && form.match(network, bits)),
  );
}

/** Reads `10.0.0.0/8` or `fd00::/8`. @throws {Error} for anything else. */
export function parseRange(text: string): AddressRange {
  return ipaddr.parseCIDR(text);
}

function carriedBy(bytes: readonly number[]): readonly ipaddr.IPv4[] {
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
  return carried.map((four) => new ipaddr.IPv4(four));
}
