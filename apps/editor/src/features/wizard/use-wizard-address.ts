import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { parseWizardAddress, toWizardQuery, type WizardAddress } from '../../model/wizard/wizard-address.ts';

/** Goes to what the patch makes of the address; with `replace` the way back does not lead here again. */
export type ShowInWizard = (patch: Partial<WizardAddress>, options?: { readonly replace?: boolean }) => void;

/** What the address of the wizard says, and the way to say something else. */
export function useWizardAddress(): readonly [WizardAddress, ShowInWizard] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const address = useMemo(() => parseWizardAddress(new URLSearchParams(search)), [search]);
  const show = useCallback<ShowInWizard>(
    (patch, options = {}) => navigate(toWizardPath({ ...address, ...patch }), { replace: options.replace ?? false }),
    [address, navigate],
  );
  return [address, show];
}

/** The path and query of an address. */
export function toWizardPath(address: WizardAddress): string {
  const query = toWizardQuery(address);
  return query === '' ? '/wizard' : `/wizard?${query}`;
}
