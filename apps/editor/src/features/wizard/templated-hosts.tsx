import type { ReactNode } from 'react';
import type { TemplatedHost } from '../../model/wizard-endpoints.ts';

/** Addresses that a run's input or a secret supplies: they are not changed here, and this says where. */
export function TemplatedHosts({ hosts }: { readonly hosts: readonly TemplatedHost[] }): ReactNode {
  return hosts.map(({ written, inputs, stageIds }) => (
    <div key={written} className="px-4 py-3">
      <code className="break-all font-mono text-xs">{written}</code>
      <p className="text-muted text-xs">
        {inputs.length > 0 ? `from the input (${inputs.join(', ')})` : 'from a secret or another stage'}, in{' '}
        {stageIds.join(', ')}
      </p>
    </div>
  ));
}
