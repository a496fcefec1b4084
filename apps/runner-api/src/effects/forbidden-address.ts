import { formsOfAddress, isInRanges, parseRange } from '../address-forms.ts';

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
const METADATA_RANGES = [
  ...['169.254.0.0/16', '100.100.100.200/32', '192.0.0.192/32', '168.63.129.16/32'],
  ...['fe80::/10', 'fd00:ec2::/32', 'fd20:ce::254/128'],
].map(parseRange);

/** True for the name of a metadata service. Addresses written as a host are for `isForbiddenAddress`. */
export function isForbiddenName(host: string): boolean {
  return METADATA_NAMES.has(host.toLowerCase().replace(/\.+$/, ''));
}

/**
 * True for an address of a metadata service, also inside an IPv6 address. `address` is one that a resolver or the URL
 * parser gave: decimal, octal and hex spellings are gone by then. What is no address is forbidden too.
 */
export function isForbiddenAddress(address: string): boolean {
  const forms = formsOfAddress(address);
  return forms === undefined || isInRanges(forms, METADATA_RANGES);
}

/** Why a metadata service is not called. */
export function metadataRefusal(host: string): string {
  return `the host ${host} is the address of a cloud's metadata service, which gives out credentials`;
}
