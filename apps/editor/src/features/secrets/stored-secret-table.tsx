import { CircleAlert, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SecretRow } from '../../model/secrets/secret-rows.ts';
import { formatAgo } from '../../ui/ago.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReaderLinks } from './reader-links.tsx';
import type { SecretTask } from './secret-task.ts';

type TableProps = {
  readonly secrets: readonly SecretRow[];
  readonly canStore: boolean;
  readonly canRemove: boolean;
  readonly onAsk: (task: SecretTask) => void;
};

/** The stored secrets by name. */
export function StoredSecretTable({ secrets, ...rest }: TableProps): ReactNode {
  return (
    <section aria-labelledby="stored-secrets">
      <h2 id="stored-secrets" className="mb-2 font-semibold">
        Stored
      </h2>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <table className="w-full table-fixed text-left">
          <thead className="border-line border-b text-muted text-xs">
            <tr className="h-8">
              <th scope="col" className="w-[28%] pl-5 font-medium max-sm:w-auto">
                Name
              </th>
              <th scope="col" className="font-medium max-sm:hidden">
                Goes to
              </th>
              <th scope="col" className="w-[22%] font-medium max-md:hidden">
                Read by
              </th>
              <th scope="col" className="w-28 font-medium max-md:hidden">
                Changed
              </th>
              <th scope="col" className="w-36 pr-5">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {secrets.map((secret) => (
              <StoredSecret key={secret.name} secret={secret} {...rest} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function StoredSecret(props: Omit<TableProps, 'secrets'> & { readonly secret: SecretRow }): ReactNode {
  const { secret, canStore, canRemove, onAsk } = props;
  const { name, hosts, pipelines, updated_at, problem } = secret;
  return (
    <tr className="align-top">
      <th scope="row" className="py-2.5 pr-3 pl-5 font-normal">
        <code className="break-all font-mono text-xs">{name}</code>
        {problem !== null && (
          <p className="mt-1 flex items-start gap-1 text-failed text-xs">
            <CircleAlert size={12} className="mt-0.5 shrink-0" aria-hidden />
            cannot be used
          </p>
        )}
      </th>
      <td className="py-2.5 pr-3 max-sm:hidden">
        <Hosts hosts={hosts} />
      </td>
      <td className="py-2.5 pr-3 text-muted text-xs max-md:hidden">
        <ReaderLinks pipelines={pipelines} />
      </td>
      <td className="py-2.5 pr-3 text-muted text-xs max-md:hidden">
        <time dateTime={updated_at} title={new Date(updated_at).toLocaleString()}>
          {formatAgo(updated_at, Date.now())}
        </time>
      </td>
      <td className="py-2 pr-4 text-right">
        <span className="inline-flex items-center gap-1">
          <Button
            size="sm"
            disabled={!canStore}
            aria-label={`Replace ${name}`}
            onClick={() => onAsk({ kind: 'replace', secret })}
          >
            Replace
          </Button>
          <IconButton label={`Remove ${name}`} disabled={!canRemove} onClick={() => onAsk({ kind: 'remove', secret })}>
            <Trash2 size={14} />
          </IconButton>
        </span>
      </td>
    </tr>
  );
}

function Hosts({ hosts }: { readonly hosts: readonly string[] }): ReactNode {
  if (hosts.length === 0) {
    return <span className="text-muted text-xs">any host that a pipeline names</span>;
  }
  return (
    <ul className="flex flex-wrap gap-1">
      {hosts.map((host) => (
        <li key={host} className="min-w-0">
          <Badge className="h-auto! min-h-5 whitespace-normal! break-all py-0.5 font-mono">{host}</Badge>
        </li>
      ))}
    </ul>
  );
}
