import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { UnsetSecret } from '../../model/secrets/secret-rows.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ReaderLinks } from './reader-links.tsx';
import type { SecretTask } from './secret-task.ts';

/** Names that pipelines read and that are not stored. */
export function UnsetSecretList(props: {
  readonly secrets: readonly UnsetSecret[];
  readonly canStore: boolean;
  readonly onAsk: (task: SecretTask) => void;
}): ReactNode {
  return (
    <section aria-labelledby="unset-secrets">
      <h2 id="unset-secrets" className="mb-2 font-semibold">
        Read by pipelines, not stored
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {props.secrets.map(({ name, pipelines, isInEnvironment }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2.5">
            <code className="min-w-50 break-all font-mono text-xs">{name}</code>
            {isInEnvironment ? (
              <Badge>set in the runner’s environment</Badge>
            ) : (
              <Badge tone="recovered" icon={<TriangleAlert size={12} />}>
                not set
              </Badge>
            )}
            <div className="min-w-40 flex-1 text-muted text-xs">
              <ReaderLinks pipelines={pipelines} />
            </div>
            <Button
              size="sm"
              disabled={!props.canStore}
              aria-label={`Set ${name}`}
              onClick={() => props.onAsk({ kind: 'add', name })}
            >
              Set
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
