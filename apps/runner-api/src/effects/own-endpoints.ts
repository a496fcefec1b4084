import { networkInterfaces } from 'node:os';
import { formsOfAddress, isInRanges, parseRange } from '../address-forms.ts';

/** Where this process itself listens: a pipeline that could call its own runner would start runs with the runner's rights. */
export interface OwnEndpoints {
  /** The runner listens at `port` from now on. */
  add(port: number): void;
  /** True when a connection to `address` and `port` may reach the runner: any address of this machine, at a port of ours. */
  has(address: string, port: number): boolean;
}

/** Addresses that mean this machine whatever its network is; `0.0.0.0` and `::` connect to loopback. */
const LOCAL_RANGES = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'].map(parseRange);

/**
 * The endpoints of one process. Only the port tells the runner from other services of this machine, which stay callable:
 * to which of the machine's addresses it is bound is not asked, because a proxy or a port mapping may lead from any of
 * them to the same place.
 */
export function createOwnEndpoints(listLocalAddresses: () => readonly string[] = localAddresses): OwnEndpoints {
  const ports = new Set<number>();
  return {
    add(port) {
      ports.add(port);
    },
    has(address, port) {
      if (!ports.has(port)) return false;
      const forms = formsOfAddress(address) ?? [];
      if (isInRanges(forms, LOCAL_RANGES)) return true;
      const local = new Set(listLocalAddresses().flatMap((own) => formsOfAddress(own)?.map(String) ?? []));
      return forms.some((form) => local.has(String(form)));
    },
  };
}

/** Why the runner is not called. */
export function ownEndpointRefusal(host: string): string {
  return `${host} is this runner itself. To run another pipeline, use a subpipeline stage`;
}

function localAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? []);
}
