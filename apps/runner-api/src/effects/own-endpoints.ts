import { networkInterfaces } from 'node:os';
import { formsOfAddress, isInRanges, parseRange } from '../address-forms.ts';

/** Where this process itself listens: a pipeline that could call its own runner would start runs with the runner's rights. */
export interface OwnEndpoints {
  /** The runner listens at `port` from now on. `names` are those under which a proxy leads to it, with a port or without. */
  add(port: number, names?: readonly string[]): void;
  /** True when a connection to `address` and `port` may reach the runner: any address of this machine, at a port of ours. */
  has(address: string, port: number): boolean;
  /** True for a name under which the runner is reached, at its own port, at that of the name, or at those of the web. */
  hasName(host: string, port: number): boolean;
}

/** Where a proxy listens. */
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Addresses that mean this machine whatever its network is; `0.0.0.0` and `::` connect to loopback. */
const LOCAL_RANGES = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'].map(parseRange);

/**
 * The endpoints of one process. Only the port tells the runner from other services of this machine, which stay callable:
 * to which of the machine's addresses it is bound is not asked, because a proxy or a port mapping may lead from any of
 * them to the same place.
 */
export function createOwnEndpoints(listLocalAddresses: () => readonly string[] = localAddresses): OwnEndpoints {
  const ports = new Set<number>();
  const names = new Set<string>();
  return {
    add(port, served = []) {
      ports.add(port);
      for (const name of served) names.add(name.toLowerCase());
    },
    hasName(host, port) {
      const name = host.toLowerCase().replace(/\.+$/, '');
      if (names.has(`${name}:${port}`)) return true;
      return names.has(name) && (ports.has(port) || WEB_PORTS.has(port));
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
