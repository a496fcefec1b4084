import { isIP } from 'node:net';
import { isForbiddenAddress, metadataRefusal } from './forbidden-address.ts';
import { type OwnEndpoints, ownEndpointRefusal } from './own-endpoints.ts';

/** A rule of the operator on addresses. Connections that were opened under one rule are not used under another. */
export interface AddressRule {
  /** Equal for rules that say the same. */
  readonly key: string;
  /** Why `address`, which `host` stands for, may not be called; undefined when it may. */
  refusalOf(address: string, host: string): string | undefined;
}

/** A place that a request is about to go to: one address of the host that it names. */
export interface Destination {
  /** As the URL has it. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** Why no connection to `destination` may be opened; undefined when it may. */
export function refusalOfAddress(
  { host, address, port }: Destination,
  own: OwnEndpoints,
  rule: AddressRule | undefined,
): string | undefined {
  if (isForbiddenAddress(address)) return metadataRefusal(host);
  if (own.has(address, port)) return ownEndpointRefusal(`${host}:${port}`);
  return rule?.refusalOf(address, host);
}

/** The address that a host is by itself, without brackets; undefined for a name. */
export function addressInHost(host: string): string | undefined {
  const address = host.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : address;
}

/** The port that a URL leads to, also when it does not say so. */
export function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

/** Thrown instead of connecting to an address that may not be called. `message` says why. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}
