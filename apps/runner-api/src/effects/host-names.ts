/** What messages call a host. */
export type HostNames = Pick<URL, 'host' | 'hostname' | 'origin'>;

/** For the host of an address that was made of a secret: each fits where the name itself would stand. */
const HIDDEN: HostNames = Object.freeze({
  host: 'the host that a secret names',
  hostname: 'that a secret gives',
  origin: 'the host that a secret names',
});

/** The names of the host of `url`; without `isShown` words that tell nothing of it. */
export function hostNamesOf(url: URL, isShown: boolean): HostNames {
  return isShown ? url : HIDDEN;
}
