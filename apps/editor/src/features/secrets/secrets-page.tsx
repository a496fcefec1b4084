import type { SecretOverview } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CloudOff, KeyRound, Lock, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { secretsQuery } from '../../api/secret-queries.ts';
import { useRefusal } from '../../api/session.ts';
import { toSecretRows } from '../../model/secrets/secret-rows.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RemoveSecretDialog } from './remove-secret-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import type { SecretTask } from './secret-task.ts';
import { StoredSecretTable } from './stored-secret-table.tsx';
import { UnsetSecretList } from './unset-secret-list.tsx';

/** The secrets that this server keeps for pipelines: their names, where they may go and who reads them. */
export function SecretsPage(): ReactNode {
  const secrets = useQuery(secretsQuery);
  const [task, setTask] = useState<SecretTask>();
  const refusal = useRefusal('admin');
  const status = secrets.data?.status;
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <title>Secrets · FlowMason</title>
      <div className="mx-auto max-w-260 px-6 pt-10 pb-16 max-sm:px-4 max-sm:pt-5">
        <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Secrets</h1>
            <p className="max-w-150 text-muted">
              Kept encrypted on this server. Pipelines read them as{' '}
              <code className="font-mono text-xs">{'{{secrets.NAME}}'}</code>; nobody can read them back here.
            </p>
          </div>
          <Button
            variant="primary"
            className="h-8!"
            icon={<Plus size={14} />}
            disabled={status !== 'ready' || refusal !== undefined}
            title={refusal}
            onClick={() => setTask({ kind: 'add' })}
          >
            Add a secret
          </Button>
        </header>
        {secrets.isPending && <LoadingRows />}
        {secrets.isError && (
          <Framed>
            <div role="alert">
              <EmptyState
                icon={<CloudOff size={24} />}
                title="The secrets could not be loaded"
                action={<Button onClick={() => void secrets.refetch()}>Try again</Button>}
              >
                {secrets.error.message}
              </EmptyState>
            </div>
          </Framed>
        )}
        {secrets.data && <Overview overview={secrets.data} refusal={refusal} onAsk={setTask} />}
      </div>
      {task?.kind === 'remove' && <RemoveSecretDialog secret={task.secret} onClose={() => setTask(undefined)} />}
      {task !== undefined && task.kind !== 'remove' && (
        <SecretDialog task={task} names={namesIn(secrets.data)} onClose={() => setTask(undefined)} />
      )}
    </div>
  );
}

function Overview(props: {
  readonly overview: SecretOverview;
  /** Why the person may change none of them. */
  readonly refusal: string | undefined;
  readonly onAsk: (task: SecretTask) => void;
}): ReactNode {
  const { overview, refusal, onAsk } = props;
  const { stored, unset } = toSecretRows(overview);
  const canChange = refusal === undefined;
  const canStore = canChange && overview.status === 'ready';
  return (
    <div className="flex flex-col gap-6">
      {refusal !== undefined && (
        <Callout tone="info" icon={<Lock size={16} aria-hidden />}>
          You see which secrets there are, and cannot change them. {refusal}
        </Callout>
      )}
      {overview.problem !== null && (
        <Callout tone={overview.status === 'locked' ? 'error' : 'info'} icon={<CircleAlert size={16} />}>
          {overview.problem}
          {overview.status === 'locked' && ' Runs that need a stored secret are refused until then.'}
        </Callout>
      )}
      {unset.length > 0 && <UnsetSecretList secrets={unset} canStore={canStore} onAsk={onAsk} />}
      {stored.length > 0 ? (
        <StoredSecretTable secrets={stored} canStore={canStore} canRemove={canChange} onAsk={onAsk} />
      ) : (
        <Framed>
          <EmptyState icon={<KeyRound size={24} />} title="No secret is stored yet">
            Add one here, or with <code className="font-mono text-xs">fm secret set NAME</code> beside the server.
          </EmptyState>
        </Framed>
      )}
    </div>
  );
}

function namesIn(overview: SecretOverview | undefined): readonly string[] {
  return overview?.items.map(({ name }) => name) ?? [];
}

function LoadingRows(): ReactNode {
  return (
    <div
      role="status"
      aria-label="Loading the secrets"
      className="divide-y divide-line rounded-lg border border-line bg-surface"
    >
      {['a', 'b', 'c'].map((row) => (
        <div key={row} className="flex h-12 items-center gap-6 px-5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-52" />
          <Skeleton className="h-3 w-28" />
        </div>
      ))}
    </div>
  );
}

function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="min-h-50 rounded-lg border border-line border-dashed bg-surface py-6">{children}</div>;
}
