import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { UsedSecret } from '../../model/wizard/wizard-endpoints.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/hand-out-text.ts';

/** The secrets that a run needs, by name, with where they go and how a runner gets their values. */
export function SecretList({ secrets }: { readonly secrets: readonly UsedSecret[] }): ReactNode {
  const variables = secrets.map(({ name }) => `FM_SECRET_${name}=`).join('\n');
  return (
    <>
      <ul className="divide-y divide-line">
        {secrets.map(({ name, uses }) => (
          <li key={name} className="px-4 py-2.5">
            <p className="font-medium font-mono text-xs">{name}</p>
            <p className="text-muted text-xs">{uses.map(({ stageId, field }) => `${stageId} (${field})`).join(', ')}</p>
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-2 px-4 py-3">
        <p className="text-muted text-xs">
          Set these variables where the runner starts, put them into a file for{' '}
          <code className="font-mono">fm run --secrets-file</code>, or list them in a profile.
        </p>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the box is scrolled by keyboard too
          tabIndex={0}
          className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs"
        >
          {variables}
        </pre>
        <Button
          size="sm"
          icon={<Copy size={12} aria-hidden />}
          className="self-start"
          onClick={() =>
            copyText(`${variables}\n`).then(
              () => toast.success('Names of the variables copied.'),
              (error: unknown) => toast.error(`The names could not be copied: ${String(error)}`),
            )
          }
        >
          Copy names
        </Button>
      </div>
    </>
  );
}
