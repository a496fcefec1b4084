import type { ReactNode } from 'react';
import type { TemplatedHost } from '../../model/wizard/wizard-endpoints.ts';

/** Addresses that a run's input or a secret supplies: they are not changed here, and this says where. */
export function TemplatedHosts({ hosts }: { readonly hosts: readonly TemplatedHost[] }): ReactNode {
  return hosts.map(({ written, inputs, secrets, stageIds }) => (
    <div key={written} className="px-4 py-3">
      <code className="break-all font-mono text-xs">{written}</code>
      <p className="text-muted text-xs">
        {sourceOf(inputs, secrets)}, for {stageIds.join(', ')}
      </p>
    </div>
  ));
}

function sourceOf(inputs: readonly string[], secrets: readonly string[]): string {
  if (inputs.length > 0) return `From the input (${inputs.join(', ')}), which the step Inputs shows`;
  return secrets.length > 0 ? `From the secret ${secrets.join(', ')}` : 'From another stage or a variable';
}
